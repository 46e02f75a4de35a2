/** Errors of Plaid, Stripe or the database that usually pass, and errors that nobody foresaw. */

import { type ErrorRow, startAgain, tryAgain } from './row.ts';

export const temporaryErrors = {
	plaid_rate_limited: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Plaid’s rate limit was reached. Send the same request again later.',
		displayMessage: tryAgain,
	},
	plaid_unavailable: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Plaid did not answer, or has an outage. Send the same request again.',
		displayMessage: tryAgain,
	},
	plaid_answer_invalid: {
		status: 502,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Plaid’s answer does not match its API. Send the same request again.',
		displayMessage: tryAgain,
	},
	plaid_request_refused: {
		status: 502,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: 'Plaid refused the request; its codes are in `plaid`, its message in the backend’s log.',
		displayMessage: startAgain,
	},
	stripe_rate_limited: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Stripe’s rate limit was reached. Send the same request again later.',
		displayMessage: tryAgain,
	},
	stripe_unavailable: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Stripe did not answer, or has an outage. Send the same request again, with the same key.',
		displayMessage: tryAgain,
	},
	stripe_request_refused: {
		status: 502,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: 'Stripe refused the request; its codes are in `stripe`, its message in the backend’s log.',
		displayMessage: startAgain,
	},
	store_unavailable: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'The database does not answer. Send the same request again.',
		displayMessage: tryAgain,
	},
	internal_error: {
		status: 500,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: 'Something unexpected happened. The backend’s log has it under this request id.',
		displayMessage: tryAgain,
	},
} satisfies Record<string, ErrorRow>;
