/** The catalog of error codes. */
import { configurationErrors } from './error-catalog/configuration.ts';
import { connectingErrors } from './error-catalog/connecting.ts';
import { paymentErrors } from './error-catalog/payments.ts';
import { requestErrors } from './error-catalog/request.ts';
import type { ErrorRow } from './error-catalog/row.ts';
import { temporaryErrors } from './error-catalog/temporary.ts';

/** Every code that the Worker answers with, one row each. `docs/errors.md` explains each at length. */
const rows = {
	...requestErrors,
	...connectingErrors,
	...paymentErrors,
	...configurationErrors,
	...temporaryErrors,
};
export type ErrorCode = keyof typeof rows;
export const errorCatalog: Readonly<Record<ErrorCode, ErrorRow>> = rows;

export { type ErrorRow, type Recovery, recoveries } from './error-catalog/row.ts';

/** What the element adds to them: failures that never reach the Worker. */
export type ElementErrorCode =
	| ErrorCode
	/** `backend` cannot be reached: down, blocked, or not answering in time. */
	| 'backend_unreachable'
	/** `backend` answered something that is not of this contract. */
	| 'backend_answer_invalid'
	/** The browser says that it is offline. */
	| 'offline'
	/** Plaid's Link script did not load: a blocker, a content security policy, the network. */
	| 'link_script_blocked'
	/** Another Link is open on this page. */
	| 'link_already_open'
	/** The page is in a frame of another site, where Link cannot do its work. */
	| 'link_in_frame'
	/** The window of an OAuth bank could not be opened, or was not answered in time. */
	| 'oauth_window_failed'
	/** An OAuth bank has sent the shopper back to a session that has expired, or was not begun in this tab. */
	| 'oauth_return_stale'
	/** Link ended with an error of its own; Plaid's codes are in the message. */
	| 'link_failed';
