import type { ElementErrorCode, ErrorCode, Recovery } from '../../worker/contract.ts';

/** What `bank-error` carries, and what the element's `error` holds. */
export type BankErrorDetail = {
	/** One of a closed list: `docs/errors.md`. */
	code: ElementErrorCode;
	/** For a developer: what happened, and what to do. */
	message: string;
	/** For the shopper: what the element shows. */
	displayMessage: string;
	/** Whether the same may succeed later. */
	retryable: boolean;
	/** The `Request-Id` of the answer; null if the backend did not answer. */
	requestId: string | null;
	/** With `duplicate_connection`: the connection that the same account has already. */
	connection?: string;
};

const passing = { retryable: true, recovery: 'retry' } as const;

/** The element's own codes: failures that never reach the backend. For `backend_answer_invalid` it depends on the answer. */
export const elementErrors: Record<
	Exclude<ElementErrorCode, ErrorCode>,
	{ retryable: boolean; recovery: Recovery }
> = {
	offline: passing,
	backend_unreachable: passing,
	backend_answer_invalid: { retryable: false, recovery: 'none' },
	link_script_blocked: passing,
	link_in_frame: { retryable: false, recovery: 'none' },
	link_already_open: passing,
	link_failed: passing,
	oauth_window_failed: passing,
	oauth_return_stale: { retryable: true, recovery: 'new_link_session' },
};

type FailureDetails = {
	retryable: boolean;
	recovery: Recovery;
	/** Plaid's or the backend's words for the shopper. */
	displayMessage: string | null;
	/** Null if the backend did not answer. */
	requestId: string | null;
	/** How long the backend asks us to wait before the next attempt, in ms. */
	retryAfter: number;
	/** With `duplicate_connection`. */
	connection: string | undefined;
};

/** A failure of the flow. Its code is named where it happens and reported to the page under that name. */
export class Failure extends Error implements FailureDetails {
	readonly code: ElementErrorCode;
	declare readonly retryable: boolean;
	declare readonly recovery: Recovery;
	declare readonly displayMessage: string | null;
	declare readonly requestId: string | null;
	declare readonly retryAfter: number;
	declare readonly connection: string | undefined;

	/** What `details` leaves out comes from the table of the element's own codes. */
	constructor(code: ElementErrorCode, message: string, details: Partial<FailureDetails> = {}) {
		super(message);
		this.code = code;
		const defaults: FailureDetails = {
			retryable: false,
			recovery: 'none',
			displayMessage: null,
			requestId: null,
			retryAfter: 0,
			connection: undefined,
		};
		Object.assign(this, defaults, elementErrors[code as keyof typeof elementErrors], details);
	}
}

/**
 * Codes after which repeating the request never succeeds, regardless of their recovery. The first six name what the backend
 * does not take. The last two are here for a backend that sends no recovery yet.
 */
const neverSucceeds = new Set<ElementErrorCode>([
	'parameter_missing',
	'parameter_unknown',
	'parameter_invalid',
	'connection_not_found',
	'connection_removed',
	'connection_claimed',
	'public_token_invalid',
	'exchange_lost',
]);

/** Whether what was started after Link must be dropped, because repeating it can never succeed. */
export function dropsPendingWork({ code, recovery }: Failure): boolean {
	return recovery === 'new_link_session' || recovery === 'repair' || neverSucceeds.has(code);
}
