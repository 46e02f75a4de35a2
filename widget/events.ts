/** The element's events. All bubble and cross shadow boundaries, so that a page can listen wherever it likes. */
import type { BankErrorDetail } from './flow/errors.ts';
import type { Account, Institution, Status } from './flow/state.ts';

export type BankStatusDetail = { status: Status; previous: Status };

export type BankTokenDetail = {
	/** `btok_…`: a Stripe bank account token, valid for one use. */
	bankAccountToken: string;
	/** `conn_…`: the merchant's server reads everything else under this id. */
	connection: string;
	account: Account;
	institution: Institution;
	livemode: boolean;
	requestId: string;
	/** The connection that the same user has to the same account already, if there is one. */
	duplicateOf?: string;
};

export type BankAuthorizedDetail = {
	/** `conn_…`: the connection whose account may be debited. */
	connection: string;
	/** `auth_…`: the merchant's server reads the authorization under this id. */
	authorization: string;
	/** Exactly what the shopper has read and accepted. */
	text: string;
	/** ISO 8601, of the Worker's clock. */
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

const eventOf = <Detail>(type: string, cancelable = false) =>
	class extends CustomEvent<Detail> {
		constructor(detail: Detail) {
			super(type, { detail, cancelable, bubbles: true, composed: true });
		}
	};

/** Before Link opens: `preventDefault()` keeps it closed. A page with a dialog of its own closes it here. */
export class BankOpenEvent extends eventOf<Record<string, never>>('bank-open', true) {}

/** Each `onEvent` of Link: for information only, in no guaranteed order. */
export class BankEventEvent extends eventOf<BankEventDetail>('bank-event') {}

/** A bank account is connected. */
export class BankTokenEvent extends eventOf<BankTokenDetail>('bank-token') {}

/** With `authorize`: the shopper has accepted the debit authorization. */
export class BankAuthorizedEvent extends eventOf<BankAuthorizedDetail>('bank-authorized') {}

/** The shopper left Link, or declined the authorization. */
export class BankExitEvent extends eventOf<BankExitDetail>('bank-exit') {}

/** Something went wrong, and the element shows what. */
export class BankErrorEvent extends eventOf<BankErrorDetail>('bank-error') {}

/** The status has changed. */
export class BankStatusEvent extends eventOf<BankStatusDetail>('bank-status') {}

declare global {
	interface HTMLElementEventMap {
		'bank-open': BankOpenEvent;
		'bank-event': BankEventEvent;
		'bank-token': BankTokenEvent;
		'bank-authorized': BankAuthorizedEvent;
		'bank-exit': BankExitEvent;
		'bank-error': BankErrorEvent;
		'bank-status': BankStatusEvent;
	}
}
