import type { ElementErrorCode } from '../worker/contract.ts';

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
	/** The `Request-Id` of the answer, where the backend gave one. */
	requestId: string | null;
	/** With `duplicate_connection`: the one that the same account has already. */
	connection?: string;
};

/** A failure, named where it happens and carried under that name to the host page. */
export class Failure extends Error {
	readonly code: ElementErrorCode;
	readonly retryable: boolean;
	readonly display: string | null;
	readonly requestId: string | null;
	/** Milliseconds that the backend asks us to wait. */
	readonly retryAfter: number;
	/** With `duplicate_connection`: the one that stands. */
	readonly connection: string | undefined;

	constructor(
		code: ElementErrorCode,
		message: string,
		retryable = true,
		display: string | null = null,
		requestId: string | null = null,
		retryAfter = 0,
		connection?: string,
	) {
		super(message);
		this.code = code;
		this.retryable = retryable;
		this.display = display;
		this.requestId = requestId;
		this.retryAfter = retryAfter;
		this.connection = connection;
	}
}
