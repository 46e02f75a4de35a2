import type { BankErrorDetail } from './failure.ts';
import type { Status } from './status.ts';

export type BankStatusDetail = { status: Status; previous: Status };

/** All of them cross shadow boundaries, so that a page can listen wherever it likes. The others are in `way-events.ts`. */
const eventOf = <Detail>(type: string, cancelable = false) =>
	class extends CustomEvent<Detail> {
		constructor(detail: Detail) {
			super(type, { detail, cancelable, bubbles: true, composed: true });
		}
	};

/** Before Link opens: `preventDefault()` keeps it closed; a host closes its own dialog here. */
export class BankOpenEvent extends eventOf<Record<string, never>>('bank-open', true) {}

/** Something went wrong, and the shopper is told. */
export class BankErrorEvent extends eventOf<BankErrorDetail>('bank-error') {}

/** The status has changed. */
export class BankStatusEvent extends eventOf<BankStatusDetail>('bank-status') {}

declare global {
	interface HTMLElementEventMap {
		'bank-open': BankOpenEvent;
		'bank-error': BankErrorEvent;
		'bank-status': BankStatusEvent;
	}
}
