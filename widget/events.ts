import type { BankAccountTokenAnswer } from '../worker/contract.ts';
import type { BankErrorDetail } from './failure.ts';
import type { Status } from './status.ts';

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

/** @see https://plaid.com/docs/link/web/#onevent */
export type BankEventDetail = { name: string; metadata: Record<string, unknown> };

/** @see https://plaid.com/docs/link/web/#onexit */
export type BankExitDetail = {
	/** Where in Link the shopper was (`requires_credentials`, …), or null. */
	status: string | null;
	institution: Institution | null;
	/** The last error that Link showed before the shopper left, or null. */
	error: { type: string; code: string; message: string; displayMessage: string | null } | null;
};

export type BankStatusDetail = { status: Status; previous: Status };

/** All of them cross shadow boundaries, so that a page can listen wherever it likes. */
const eventOf = <Detail>(type: string, cancelable = false) =>
	class extends CustomEvent<Detail> {
		constructor(detail: Detail) {
			super(type, { detail, cancelable, bubbles: true, composed: true });
		}
	};

/** Before Link opens: `preventDefault()` keeps it closed; a host closes its own dialog here. */
export class BankOpenEvent extends eventOf<Record<string, never>>('bank-open', true) {}

/** Each `onEvent` of Link: informational, order not promised. */
export class BankEventEvent extends eventOf<BankEventDetail>('bank-event') {}

/** A bank account is connected. */
export class BankTokenEvent extends eventOf<BankTokenDetail>('bank-token') {}

/** The shopper left Link. */
export class BankExitEvent extends eventOf<BankExitDetail>('bank-exit') {}

/** Something went wrong, and the shopper is told. */
export class BankErrorEvent extends eventOf<BankErrorDetail>('bank-error') {}

/** The status has changed. */
export class BankStatusEvent extends eventOf<BankStatusDetail>('bank-status') {}

declare global {
	interface HTMLElementEventMap {
		'bank-open': BankOpenEvent;
		'bank-event': BankEventEvent;
		'bank-token': BankTokenEvent;
		'bank-exit': BankExitEvent;
		'bank-error': BankErrorEvent;
		'bank-status': BankStatusEvent;
	}
}
