import type { ElementErrorCode, Recovery } from '../../worker/contract.ts';
import type { Failure } from '../flow/errors.ts';
import type { Messages } from './en.ts';

/** Codes with a message of their own. */
const byCode: { [Code in ElementErrorCode]?: keyof Messages } = {
	offline: 'offline',
	link_script_blocked: 'scriptBlocked',
	link_already_open: 'alreadyOpen',
	link_in_frame: 'inFrame',
	oauth_window_failed: 'popUpBlocked',
	oauth_return_stale: 'bankTooLate',
	bank_unavailable: 'bankUnavailable',
	duplicate_connection: 'alreadyConnected',
	account_not_supported: 'accountNotSupported',
	bank_login_required: 'startAgain',
	plaid_request_refused: 'startAgain',
	exchange_in_progress: 'notConnectedYet',
};

/** All other codes have the message of what helps. */
const byRecovery: { [Helps in Recovery]?: keyof Messages } = {
	new_link_session: 'startAgain',
	reload: 'reloadPage',
};

/** The message for the shopper: Plaid's or the backend's own if it is in the shopper's language, else ours. */
export function failureMessage(failure: Failure, messages: Messages): string {
	const { code, recovery, retryable, displayMessage, requestId } = failure;
	// Link speaks the shopper's language, the backend English.
	const isFromBackend = requestId !== null;
	if (displayMessage && (messages.language === 'en' || !isFromBackend)) return displayMessage;
	const key = byCode[code] ?? (retryable ? 'tryLater' : byRecovery[recovery]);
	return messages[key ?? 'notAvailable'];
}
