/** Errors on the way from a session to a bank account token, and errors of the bank. */

import { type ErrorRow, loadAgain, notAvailable, startAgain } from './row.ts';

export const connectingErrors = {
	session_required: {
		status: 400,
		retryable: false,
		recovery: 'none',
		storable: true,
		message:
			'Repairing a connection needs a session of the user that it belongs to. Your server creates one with POST /v1/sessions.',
		displayMessage: notAvailable,
	},
	session_invalid: {
		status: 401,
		retryable: false,
		recovery: 'reload',
		storable: true,
		message: 'This backend did not create this session. Your server creates one with POST /v1/sessions.',
		displayMessage: loadAgain,
	},
	session_expired: {
		status: 401,
		retryable: false,
		recovery: 'reload',
		storable: true,
		message: 'The session has expired. Your server creates a new one with POST /v1/sessions.',
		displayMessage: loadAgain,
	},
	link_session_not_found: {
		status: 404,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'This backend did not create this Link token, or created it for another user. Get one from POST /v1/link_tokens and open Link with it.',
		displayMessage: startAgain,
	},
	link_token_expired: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message: 'The Link token has expired. Get a new one and open Link again.',
		displayMessage: startAgain,
	},
	public_token_invalid: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'Plaid does not know this public token: it is older than 30 minutes, or belongs to another environment or another client. Open Link again.',
		displayMessage: startAgain,
	},
	duplicate_connection: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'This user has already connected this account: `connection` is its id. Use that one, or create the session with `allow_duplicates`.',
		displayMessage: 'This account is connected already.',
	},
	exchange_conflict: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'This public token was already sent with another account or Link token. Repeat the first request, or open Link again.',
		displayMessage: startAgain,
	},
	exchange_in_progress: {
		status: 409,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'The same exchange is still running. Send the same request again after `Retry-After`.',
		displayMessage: 'Your bank is still being connected. Please wait a moment.',
	},
	exchange_lost: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'Plaid has used up the public token, and its answer never arrived here. It cannot be recovered: open Link again with a new Link token.',
		displayMessage: 'The connection to your bank was interrupted. Please connect it once more.',
	},
	account_required: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message: 'The bank login has several accounts that can be used. Send `account_id` with the same tokens.',
		displayMessage: 'Please choose one account.',
	},
	account_not_found: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'The bank login has no account with this `account_id`. Send the id that Link returned in `metadata.accounts`.',
		displayMessage: 'That account was not found. Please start again.',
	},
	account_not_supported: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'Stripe accepts only checking and savings accounts, and this is another kind. Open Link again for another account.',
		displayMessage: 'This account cannot be used. Please connect a checking or savings account.',
	},
	bank_login_required: {
		status: 409,
		retryable: false,
		recovery: 'repair',
		storable: true,
		message: 'The bank requires the shopper to sign in again. Open Link in update mode for this connection.',
		displayMessage: 'Your bank asks you to sign in again.',
	},
	bank_access_revoked: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'The access to this bank login has ended: it was removed at Plaid, or revoked by the account holder. The bank has to be connected again.',
		displayMessage: 'The access to your bank has ended. Please connect it again.',
	},
	bank_unavailable: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'The bank does not respond to Plaid. The same request may succeed later.',
		displayMessage: 'Your bank is not responding. Please try again later.',
	},
} satisfies Record<string, ErrorRow>;
