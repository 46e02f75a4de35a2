/** Errors on the way from a session to a bank account token, and errors of the bank. */

import { type ErrorRow, loadAgain, notAvailable, startAgain } from './row.ts';

export const connectingErrors = {
	session_required: {
		status: 400,
		retryable: false,
		recovery: 'none',
		storable: true,
		message:
			'Repairing a connection needs a session of the user whom it belongs to. Let your server make one: POST /v1/sessions.',
		displayMessage: notAvailable,
	},
	session_invalid: {
		status: 401,
		retryable: false,
		recovery: 'reload',
		storable: true,
		message: 'This backend has made no such session. Let your server make one: POST /v1/sessions.',
		displayMessage: loadAgain,
	},
	session_expired: {
		status: 401,
		retryable: false,
		recovery: 'reload',
		storable: true,
		message: 'The session has expired. Let your server make a fresh one: POST /v1/sessions.',
		displayMessage: loadAgain,
	},
	link_session_not_found: {
		status: 404,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'This backend has made no such link token, or made it for another user. Ask POST /v1/link_tokens for one and open Link with it.',
		displayMessage: startAgain,
	},
	link_token_expired: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message: 'The link token has expired. Ask for a new one and open Link again.',
		displayMessage: startAgain,
	},
	public_token_invalid: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'Plaid does not know this public token: it is older than 30 minutes, of another environment, or not of this client. Open Link again.',
		displayMessage: startAgain,
	},
	duplicate_connection: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'This user has connected this account already: `connection` tells which. Use that one, or make the session with `allow_duplicates`.',
		displayMessage: 'This account is connected already.',
	},
	exchange_conflict: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'This public token was already sent with another account or link token. Send the same request again, or open Link again.',
		displayMessage: startAgain,
	},
	exchange_in_progress: {
		status: 409,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'The same exchange is under way. Send the same request again after `Retry-After`.',
		displayMessage: 'Your bank is still being connected. Please wait a moment.',
	},
	exchange_lost: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'Plaid has spent the public token, and its answer never arrived here. Nothing can bring it back: open Link again with a new link token.',
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
			'The bank login has no account with this `account_id`. Send the id that Link told in `metadata.accounts`.',
		displayMessage: 'That account was not found. Please start again.',
	},
	account_not_supported: {
		status: 400,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'Stripe takes checking and savings accounts only, and this is another kind. Open Link again for another account.',
		displayMessage: 'This account cannot be used. Please connect a checking or savings account.',
	},
	bank_login_required: {
		status: 409,
		retryable: false,
		recovery: 'repair',
		storable: true,
		message: 'The bank wants the shopper to sign in again. Open Link in update mode for this connection.',
		displayMessage: 'Your bank asks you to sign in again.',
	},
	bank_access_revoked: {
		status: 409,
		retryable: false,
		recovery: 'new_link_session',
		storable: true,
		message:
			'The access to this bank login is gone: removed at Plaid, or revoked by its holder. It has to be connected anew.',
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
