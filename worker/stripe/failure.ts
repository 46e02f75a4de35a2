/**
 * What Stripe's errors mean here: one place, by status and code, never by their words, but for the one refusal that
 * has no code of its own.
 * @see https://docs.stripe.com/api/errors
 */
import type { Stripe } from 'stripe';
import type { ErrorCode } from '../contract.ts';
import { ApiError, withoutSecrets } from '../errors.ts';

type StripeError = Partial<Stripe.errors.StripeError>;

/** A failure of a call to Stripe. */
export class StripeFailure extends ApiError {
	/** Stripe's own error, as its library gives it. */
	readonly error: StripeError;
	/**
	 * The idempotency key has had its answer, and it was no: nothing can come of it any more. Otherwise the work may
	 * have been done, or may still be.
	 */
	readonly spent: boolean;

	constructor(code: ErrorCode, error: StripeError) {
		const { statusCode: status = 0, message = '', rawType, type = '', requestId } = error;
		const words = withoutSecrets(message);
		const permission = /\brak_\w+/.exec(message)?.[0];
		super(code, {
			stripe: { type: rawType ?? type, code: error.code ?? null, request_id: requestId ?? null },
			...(code === 'stripe_request_refused' && { message: `Stripe refused the request: ${words}` }),
			...(code === 'stripe_permission_missing' && {
				message: `STRIPE_SECRET_KEY lacks ${permission ? `the permission ${permission}` : 'a permission'}. Add it at https://dashboard.stripe.com/apikeys.`,
			}),
			...(words && { cause: `Stripe: ${words}` }),
		});
		this.error = error;
		const replayed = error.headers?.['idempotent-replayed'] === 'true';
		this.spent = replayed || (status >= 400 && status < 500 && !unanswered.includes(status));
	}
}

/** Refused before the work began, or not known to have ended: keys are kept for work that was begun. */
const unanswered = [401, 403, 409, 424, 429];

/** Gives Stripe's answer. @throws StripeFailure */
export async function answerOf<T>(call: Promise<T>): Promise<T> {
	try {
		return await call;
	} catch (error) {
		const told = error as StripeError;
		if (!(error instanceof Error) || !told.type?.startsWith('Stripe')) throw error;
		throw new StripeFailure(meaningOf(told), told);
	}
}

function meaningOf({ statusCode: status = 0, code = '', message = '', rawType }: StripeError): ErrorCode {
	if (status === 429 || code === 'rate_limit') return 'stripe_rate_limited';
	if (status === 401) return 'stripe_credentials_invalid';
	if (status === 403) return 'stripe_permission_missing';
	// A key that was asked with otherwise: the payment is looked for, and goes on with another.
	if (rawType === 'idempotency_error') return 'stripe_unavailable';
	if (status === 0 || status === 424 || status >= 500) return 'stripe_unavailable';
	if (code === 'payment_method_unactivated' || /is activated in your dashboard/.test(message))
		return 'stripe_ach_not_enabled';
	return 'stripe_request_refused';
}
