import type { ErrorCode } from '../../worker/contract.ts';
import { maskText } from './calls/masking.ts';
import { WorkerError } from './worker-client.ts';

/** Why the shop's server refused a request, as JSON for the page. */
export type Refusal = {
	status: 402 | 409 | 500 | 502 | 503;
	code: string;
	/** For the merchant: says what to fix. Holds no secret. */
	message: string;
	/** For the shopper. */
	display_message: string;
	/**
	 * What the shopper can do next: repeat the same request; connect a bank, this one or another, and authorize the
	 * payment again; or reload the page, because the order has changed.
	 */
	next_step: 'retry' | 'connect_bank' | 'reload';
};

const ourFault = 'Something went wrong on our side. Nothing was taken from your account.';
const outcomeUnknown =
	'We cannot reach our payment service. You will not be charged twice: try again in a moment.';

export function refusalOf(error: unknown): Refusal {
	if (!(error instanceof WorkerError)) {
		console.error(error);
		return {
			status: 500,
			code: 'internal_error',
			message: 'The shop failed. Its log says why.',
			display_message: outcomeUnknown,
			next_step: 'retry',
		};
	}
	const { code, retryable } = error;
	const mayRetry = retryable || !isFinal(error);
	return {
		status: statusOf(error),
		code,
		message: messageOf(error),
		display_message: error.displayMessage ?? displayMessages[code] ?? (mayRetry ? outcomeUnknown : ourFault),
		next_step: mayRetry ? 'retry' : code === 'amount_not_authorized' ? 'reload' : 'connect_bank',
	};
}

/** For errors that the Worker has no display message for. */
const displayMessages: Readonly<Record<string, string>> = {
	connection_not_found: 'We do not know this bank any more. Connect it again.',
	amount_not_authorized: 'Your order has changed since you authorized it. Look at it again, please.',
	authorization_required: 'The payment was not authorized. Connect your bank and authorize it, please.',
	authorization_revoked: 'You have withdrawn your authorization. To pay, authorize it again.',
	authorization_used: 'This authorization was used already. To pay, authorize it again.',
};

/** Errors about what the page or the shopper named, not about the shop: they answer 409. */
const conflicts: ReadonlySet<string> = new Set([
	'connection_not_found',
	'connection_removed',
	'connection_claimed',
	'bank_login_required',
	'bank_access_revoked',
	'authorization_not_found',
	'authorization_required',
	'authorization_revoked',
	'authorization_used',
	'amount_not_authorized',
	'amount_too_small',
	'amount_too_large',
	'payment_not_found',
	'payment_not_cancelable',
	'payment_not_refundable',
] satisfies ErrorCode[]);

function statusOf({ code, retryable }: WorkerError): Refusal['status'] {
	if (code === 'balance_insufficient' || code === 'payment_refused') return 402;
	if (retryable) return 503;
	return conflicts.has(code) ? 409 : 502;
}

function messageOf({ code, message }: WorkerError): string {
	if (code === 'api_key_invalid' || code === 'api_key_missing') {
		return "The Worker refuses this shop's key: BACKEND_API_KEY must be one of the Worker's API_KEYS.";
	}
	return maskText(message);
}

/** With these errors the Worker has not asked Stripe for a debit, although they are retryable or have status 503. */
const beforeAnyDebit: ReadonlySet<string> = new Set([
	'bank_unavailable',
	'balance_unknown',
	'stripe_not_configured',
] satisfies ErrorCode[]);

/** Errors that the merchant fixes. An earlier call may have made the debit all the same. */
const fixableStatuses: ReadonlySet<number> = new Set([401, 500, 503]);

/**
 * Whether `createPayment` has certainly made no debit, neither in this call nor in an earlier one with the same key.
 * Otherwise the shop has to repeat the same request with the same key before it tries anything else.
 */
export const isFinal = (error: unknown): boolean =>
	error instanceof WorkerError &&
	(beforeAnyDebit.has(error.code) || (!error.retryable && !fixableStatuses.has(error.status ?? 0)));
