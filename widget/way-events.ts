import type { BankAccountTokenAnswer } from '../worker/contract.ts';

export type Account = BankAccountTokenAnswer['account'];
export type Institution = BankAccountTokenAnswer['institution'];

export type BankTokenDetail = {
	/** `btok_…`: a Stripe bank account token, good for one use. */
	bankAccountToken: string;
	/** `conn_…`: the merchant's server reads everything else under this id. */
	connection: string;
	account: Account;
	institution: Institution;
	livemode: boolean;
	requestId: string;
	/** The same user's standing connection to the same account, where there is one. */
	duplicateOf?: string;
};

export type BankAuthorizedDetail = {
	/** `conn_…`: the connection whose account may be debited. */
	connection: string;
	/** `auth_…`: the merchant's server reads it back under this id. */
	authorization: string;
	/** What the shopper has read and accepted, to the letter. */
	text: string;
	/** ISO 8601, by the Worker's clock. */
	acceptedAt: string;
};

/** @see https://plaid.com/docs/link/web/#onevent */
export type BankEventDetail = { name: string; metadata: Record<string, unknown> };

/** @see https://plaid.com/docs/link/web/#onexit */
export type BankExitDetail = {
	/**
	 * Where in Link the shopper was (`requires_credentials`, …), or null. `authorization_declined`: past Link, with the
	 * bank connected.
	 */
	status: string | null;
	institution: Institution | null;
	/** The last error that Link showed before the shopper left, or null. */
	error: { type: string; code: string; message: string; displayMessage: string | null } | null;
};

/** As in `events.ts`: what the way shared with the element's own file would load that file a second time. */
const eventOf = <Detail>(type: string) =>
	class extends CustomEvent<Detail> {
		constructor(detail: Detail) {
			super(type, { detail, bubbles: true, composed: true });
		}
	};

/** Each `onEvent` of Link: informational, order not promised. */
export class BankEventEvent extends eventOf<BankEventDetail>('bank-event') {}

/** A bank account is connected. */
export class BankTokenEvent extends eventOf<BankTokenDetail>('bank-token') {}

/** With `authorize`: the shopper has accepted the debit authorization. */
export class BankAuthorizedEvent extends eventOf<BankAuthorizedDetail>('bank-authorized') {}

/** The shopper left Link, or declined the authorization. */
export class BankExitEvent extends eventOf<BankExitDetail>('bank-exit') {}

declare global {
	interface HTMLElementEventMap {
		'bank-event': BankEventEvent;
		'bank-token': BankTokenEvent;
		'bank-authorized': BankAuthorizedEvent;
		'bank-exit': BankExitEvent;
	}
}
