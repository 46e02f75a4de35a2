/** Errors of Plaid, Stripe or the database that usually pass, and errors that nobody foresaw. */

import { type ErrorRow, startAgain, tryAgain } from './row.ts';

export const temporaryErrors = {
	plaid_rate_limited: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Plaid limits how often it may be asked. Send the same request again later.',
		displayMessage: tryAgain,
	},
	plaid_unavailable: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Plaid did not answer, or has trouble of its own. Send the same request again.',
		displayMessage: tryAgain,
	},
	plaid_answer_invalid: {
		status: 502,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Plaid answered something that is not of its API. Send the same request again.',
		displayMessage: tryAgain,
	},
	plaid_request_refused: {
		status: 502,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: 'Plaid refused the request; its codes stand in `plaid`, its words in the log of the backend.',
		displayMessage: startAgain,
	},
	stripe_rate_limited: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message: 'Stripe limits how often it may be asked. Send the same request again later.',
		displayMessage: tryAgain,
	},
	stripe_unavailable: {
		status: 503,
		retryable: true,
		recovery: 'retry',
		storable: false,
		message:
			'Stripe did not answer, or has trouble of its own. Send the same request again, with the same key.',
		displayMessage: tryAgain,
	},
	stripe_request_refused: {
		status: 502,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: 'Stripe refused the request; its codes stand in `stripe`, its words in the log of the backend.',
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
		message: 'Something unforeseen happened. The log of the backend has it under this request id.',
		displayMessage: tryAgain,
	},
} satisfies Record<string, ErrorRow>;
