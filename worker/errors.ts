/** `ApiError`, which code anywhere throws, and the masking of secrets in text that we did not write. */
import { type ErrorAnswer, type ErrorCode, errorCatalog } from './contract.ts';

type Details = {
	/** For a developer: what happened and what to do. Defaults to the code's message in the catalog. */
	message?: string;
	/** For the shopper. Defaults to the code's display message in the catalog. */
	displayMessage?: string;
	/** The field at fault. */
	param?: string;
	/** Plaid's codes, if Plaid refused. */
	plaid?: ErrorAnswer['error']['plaid'];
	/** Stripe's codes, if Stripe refused. */
	stripe?: ErrorAnswer['error']['stripe'];
	/** The payment that failed. */
	payment?: string;
	/** The existing connection, with `duplicate_connection`. */
	connection?: string;
	/** Seconds after which to send the same request again. */
	retryAfter?: number;
	/** For the log only: what the merchant has to fix. Defaults to the code's remedy in the catalog. */
	remedy?: string;
	/** For the log only: the underlying cause. Must not contain a secret. */
	cause?: string;
	/** For the log only: where an unforeseen error was thrown, with secrets masked. */
	stack?: string;
	/** Headers of the answer. */
	headers?: Record<string, string>;
};

/** An error with a code of the catalog. `middleware/error-response.ts` turns it into an answer. */
export class ApiError extends Error {
	override name = 'ApiError';
	readonly code: ErrorCode;
	readonly details: Details;

	constructor(code: ErrorCode, details: Details = {}) {
		super(details.message ?? errorCatalog[code].message);
		this.code = code;
		this.details = details;
	}
}

/** Masks everything that looks like a token or a key. Use it on text from elsewhere before it is logged. */
export const withoutSecrets = (text: string, maxLength = 500): string =>
	text
		.replace(/\b(access|public|link|btok|sk|rk|whsec|processor)([-_])[A-Za-z0-9_-]{6,}/g, '$1$2…')
		.slice(0, maxLength);
