/**
 * What gets the shopper past an error. The element acts on it, never on the code.
 *
 * - `retry`: the same request can succeed, and what the shopper has done so far stays valid. With `retryable`, it may
 *   succeed by itself in a moment; without, once the merchant has fixed the cause.
 * - `new_link_session`: open Link with a new link token.
 * - `repair`: open Link in update mode for this connection.
 * - `reload`: load the page again, for its session is out of date.
 * - `none`: nothing that the shopper does helps. Treat a value that you do not know as `none`.
 */
export const recoveries = ['retry', 'new_link_session', 'repair', 'reload', 'none'] as const;
export type Recovery = (typeof recoveries)[number];

/** Everything about one error code. */
export type ErrorRow = {
	/** The HTTP status of the answer. */
	status: 400 | 401 | 402 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 429 | 500 | 502 | 503;
	/** Whether the same request may succeed by itself in a moment. Such answers carry `Retry-After`. */
	retryable: boolean;
	recovery: Recovery;
	/** Whether the answer may be stored under an `Idempotency-Key`. Never for what passes or was malformed. */
	storable: boolean;
	/** For a developer: what happened and what to do. */
	message: string;
	/** For the shopper, in English. Null if a shopper can do nothing about it. */
	displayMessage: string | null;
	/** What the merchant has to fix, for the log. If Plaid or Stripe refused it, `/health` lists it. */
	remedy?: string;
};

// Sentences that several rows share.
export const notAvailable = 'Connecting a bank is not available right now. Please choose another way to pay.';
export const tryAgain = 'That did not work just now. Please try again in a moment.';
export const loadAgain = 'This page was open for too long. Please load it again.';
export const startAgain = 'Your bank could not be connected. Please start again.';
export const merchantOnly = 'The merchant has to fix this: the backend’s log and its /health say how.';
