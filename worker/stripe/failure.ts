/**
 * What Stripe's errors mean here. This is the only place that classifies them: by HTTP status, type and code. One
 * refusal has no code of its own and is recognized by its message.
 * @see https://docs.stripe.com/api/errors
 */
import type { Stripe } from 'stripe';
import type { ErrorCode } from '../contract.ts';
import { ApiError, withoutSecrets } from '../errors.ts';

type StripeError = Partial<Stripe.errors.StripeError>;

/** The first row that matches decides. An error that matches none is `stripe_request_refused`. */
const meanings: { code: ErrorCode; matches: (error: StripeError) => boolean }[] = [
	{
		code: 'stripe_rate_limited',
		matches: ({ statusCode, code }) => statusCode === 429 || code === 'rate_limit',
	},
	{ code: 'stripe_credentials_invalid', matches: ({ statusCode }) => statusCode === 401 },
	{ code: 'stripe_permission_missing', matches: ({ statusCode }) => statusCode === 403 },
	{
		// The key was used with other parameters or is in use right now, so the work may have been done: the caller
		// repeats, searches Stripe for the payment, and continues under another key.
		code: 'stripe_unavailable',
		matches: ({ rawType }) => rawType === 'idempotency_error',
	},
	{
		// No answer, a dependency of Stripe's that failed, or a failure of Stripe's own.
		code: 'stripe_unavailable',
		matches: ({ statusCode = 0 }) => statusCode === 0 || statusCode === 424 || statusCode >= 500,
	},
	{
		code: 'stripe_ach_not_enabled',
		matches: ({ code, message = '' }) =>
			code === 'payment_method_unactivated' || message.includes('is activated in your dashboard'),
	},
];

/** Statuses with which Stripe refuses before it stores anything under the key, or leaves the outcome open. */
const keyUnusedStatuses = new Set([401, 403, 409, 424, 429]);

/** A failed call to Stripe. */
export class StripeFailure extends ApiError {
	/** The SDK's error. */
	readonly error: StripeError;
	/**
	 * Stripe has stored a final refusal under the call's idempotency key: the same key returns it for a day and nothing
	 * can come of it anymore. Where this is false, Stripe may have done the work, or may still do it.
	 */
	readonly isKeySpent: boolean;

	constructor(error: StripeError) {
		const code = meanings.find(({ matches }) => matches(error))?.code ?? 'stripe_request_refused';
		const { statusCode: status = 0, message = '', rawType, type = '', requestId } = error;
		const masked = withoutSecrets(message);
		const permission = /\brak_\w+/.exec(message)?.[0];
		super(code, {
			stripe: { type: rawType ?? type, code: error.code ?? null, request_id: requestId ?? null },
			...(code === 'stripe_request_refused' && { message: `Stripe refused the request: ${masked}` }),
			...(code === 'stripe_permission_missing' && {
				message: `STRIPE_SECRET_KEY lacks ${permission ? `the permission ${permission}` : 'a permission'}. Add it at https://dashboard.stripe.com/apikeys.`,
			}),
			...(masked && { cause: `Stripe: ${masked}` }),
		});
		this.error = error;
		const isReplayed = error.headers?.['idempotent-replayed'] === 'true';
		this.isKeySpent = isReplayed || (status >= 400 && status < 500 && !keyUnusedStatuses.has(status));
	}
}

/**
 * Awaits a call to Stripe.
 * @throws StripeFailure in place of the SDK's errors
 */
export async function fromStripe<T>(call: Promise<T>): Promise<T> {
	try {
		return await call;
	} catch (error) {
		if (!(error instanceof Error) || !(error as StripeError).type?.startsWith('Stripe')) throw error;
		throw new StripeFailure(error as StripeError);
	}
}

/** Stripe understood the request and refused it: repeating it changes nothing. */
export const isRefusal = (error: unknown): error is StripeFailure =>
	error instanceof StripeFailure && error.code === 'stripe_request_refused';
