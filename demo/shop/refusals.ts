import { BackendError } from './backend.ts';
import { maskText } from './masking.ts';

/** Why something was not done, for the page. */
export type Refusal = {
	status: 402 | 409 | 500 | 502 | 503;
	code: string;
	/** For the merchant: here that is a developer, so it says what to mend. No secret is in it. */
	message: string;
	/** For the shopper. */
	display_message: string;
	/**
	 * The way on: the very same again; a bank, this one or another, is connected and the payment authorized anew; or the
	 * page is read anew, because it is not of today any more.
	 */
	way: 'again' | 'bank' | 'reload';
};

const ourFault = 'Something went wrong on our side. Nothing was taken from your account.';
const unknownYet =
	'We cannot reach our payment service. You will not be charged twice: try again in a moment.';

export function inWords(error: unknown): Refusal {
	if (!(error instanceof BackendError)) {
		console.error(error);
		return {
			status: 500,
			code: 'internal_error',
			message: 'The shop failed. Its log says why.',
			display_message: unknownYet,
			way: 'again',
		};
	}
	const { code, retryable } = error;
	const again = retryable || !isFinal(error);
	return {
		status: statusOf(error),
		code,
		message: wordsOf(error),
		display_message: error.displayMessage ?? shopperWords[code] ?? (again ? unknownYet : ourFault),
		way: again ? 'again' : code === 'amount_not_authorized' ? 'reload' : 'bank',
	};
}

/** What the Worker leaves to the shop to say. */
const shopperWords: Readonly<Record<string, string>> = {
	connection_not_found: 'We do not know this bank any more. Connect it again.',
	amount_not_authorized: 'Your order has changed since you authorized it. Look at it again, please.',
	authorization_required: 'The payment was not authorized. Connect your bank and authorize it, please.',
	authorization_revoked: 'You have withdrawn your authorization. To pay, authorize it again.',
	authorization_used: 'This authorization was used already. To pay, authorize it again.',
};

function statusOf({ code, retryable }: BackendError): Refusal['status'] {
	if (code === 'balance_insufficient' || code === 'payment_refused') return 402;
	if (retryable) return 503;
	return /^(connection|bank|authorization|amount|payment)_/.test(code) ? 409 : 502;
}

function wordsOf({ code, message }: BackendError): string {
	if (code === 'api_key_invalid' || code === 'api_key_missing') {
		return "The Worker refuses this shop's key: BACKEND_API_KEY must be one of the Worker's API_KEYS.";
	}
	return maskText(message);
}

/**
 * Whether nothing can have come of a call for a payment that was answered so. Where that is not known, the same has to
 * be asked again, under the same key, before anything else is tried: also once a key or a permission is mended (401,
 * 503), for an earlier call may have made the debit.
 */
export const isFinal = (error: unknown): boolean =>
	error instanceof BackendError &&
	(beforeAnyDebit.has(error.code) || (!error.retryable && ![401, 500, 503].includes(error.status ?? 0)));

/** The bank was asked first, and did not tell; or there is no Stripe to ask. */
const beforeAnyDebit = new Set(['bank_unavailable', 'balance_unknown', 'stripe_not_configured']);
