import Stripe from 'stripe';
import { BackendError } from './backend.ts';
import { maskText } from './masking.ts';

/** Why a hand-over failed, for the page: what happened, and whether trying again can help. */
export type Refusal = { status: 409 | 500 | 502 | 503; code: string; message: string; retryable: boolean };

/** What the person at the screen is told; here that is a developer, so it says what to mend. No secret is in it. */
export function inWords(error: unknown): Refusal {
	if (error instanceof BackendError) {
		const { code, retryable } = error;
		if (code === 'connection_not_found') {
			return {
				status: 409,
				code,
				retryable,
				message: 'The Worker does not know this connection. Connect the bank again.',
			};
		}
		if (code === 'api_key_invalid' || code === 'api_key_missing') {
			const message =
				"The Worker refuses this shop's key: BACKEND_API_KEY must be one of the Worker's API_KEYS.";
			return { status: 502, code, retryable: true, message };
		}
		return { status: retryable ? 503 : 502, code, retryable, message: maskText(error.message) };
	}
	if (error instanceof Stripe.errors.StripeError) return stripeInWords(error);
	console.error(error);
	return {
		status: 500,
		code: 'internal_error',
		retryable: true,
		message: 'The shop failed. Its log says why.',
	};
}

function stripeInWords(error: Stripe.errors.StripeError): Refusal {
	const said = maskText(error.message);
	if (error instanceof Stripe.errors.StripeConnectionError) {
		const message = 'Stripe does not answer. Nothing is lost: try again.';
		return { status: 503, code: 'stripe_unreachable', retryable: true, message };
	}
	if (error instanceof Stripe.errors.StripeAuthenticationError) {
		const message = "Stripe refuses this shop's key: check STRIPE_SECRET_KEY.";
		return { status: 502, code: 'stripe_key_invalid', retryable: true, message };
	}
	if (error.code === 'token_already_used') {
		const message = `Stripe says that the bank account token was used before (${said}). Connect the bank again.`;
		return { status: 409, code: error.code, retryable: false, message };
	}
	if (error.code === 'resource_missing') {
		const message =
			`Stripe does not know the bank account token (${said}). STRIPE_SECRET_KEY must be of the Stripe account ` +
			"that is connected in Plaid's dashboard, and in test mode.";
		return { status: 502, code: error.code, retryable: false, message };
	}
	const retryable = (error.statusCode ?? 500) >= 500 || error.statusCode === 429;
	return {
		status: retryable ? 503 : 502,
		code: error.code ?? 'stripe_error',
		retryable,
		message: `Stripe: ${said}`,
	};
}
