/**
 * Stripe's errors.
 * @see https://docs.stripe.com/api/errors
 */

type ErrorFields = {
	type: string;
	code?: string;
	message?: string;
	param?: string;
	status?: number;
	decline_code?: string;
	/** Objects that the error tells of: `payment_intent`, `charge`. */
	more?: Record<string, unknown>;
	/** The parameters were refused before any work began: an idempotency key does not keep this answer. */
	unstarted?: boolean;
};

const statusOfType: Record<string, number> = { api_error: 500, card_error: 402 };
const statusOfCode: Record<string, number> = {
	rate_limit: 429,
	lock_timeout: 429,
	idempotency_key_in_use: 409,
	bank_account_unusable: 402,
};

export const docUrl = (code: string): string =>
	`https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;

/** A refusal of Stripe's, thrown wherever it is found out and answered in one place. */
export class StripeRefusal extends Error {
	override name = 'StripeRefusal';
	readonly status: number;
	readonly type: string;
	readonly code: string | undefined;
	readonly param: string | undefined;
	readonly unstarted: boolean;
	readonly decline_code: string | undefined;
	readonly more: Record<string, unknown>;

	constructor({
		type,
		code,
		message = '',
		param,
		status = 400,
		unstarted = false,
		decline_code,
		more = {},
	}: ErrorFields) {
		super(message);
		this.type = type;
		this.code = code;
		this.param = param;
		this.status = status;
		this.unstarted = unstarted;
		this.decline_code = decline_code;
		// As it is now: what the error tells of may go on changing.
		this.more = structuredClone(more);
	}

	/** An error by its type and code alone, with the status that Stripe gives it. */
	static of(fields: ErrorFields): StripeRefusal {
		const status =
			fields.status ??
			(fields.code ? statusOfCode[fields.code] : undefined) ??
			statusOfType[fields.type] ??
			400;
		return new StripeRefusal({ message: 'An error that the sandbox was asked for.', ...fields, status });
	}

	body(requestId: string, livemode = false) {
		return {
			error: {
				...(this.code
					? {
							code: this.code,
							doc_url: docUrl(this.code),
						}
					: {}),
				...(this.decline_code ? { decline_code: this.decline_code } : {}),
				message: this.message,
				...(this.param ? { param: this.param } : {}),
				...this.more,
				request_log_url: `https://dashboard.stripe.com/${livemode ? '' : 'test/'}logs/${requestId}`,
				type: this.type,
			},
		};
	}
}

export const stripeErrorAnswer = (refusal: StripeRefusal, requestId: string, livemode = false): Response =>
	Response.json(refusal.body(requestId, livemode), {
		status: refusal.status,
		headers: { 'request-id': requestId },
	});

export const invalidRequest = (
	message: string,
	more: Omit<ErrorFields, 'type' | 'message'> = {},
): StripeRefusal => new StripeRefusal({ type: 'invalid_request_error', message, ...more });

export const missingParameter = (param: string): StripeRefusal =>
	invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param, unstarted: true });

export const unknownParameters = (names: readonly string[]): StripeRefusal =>
	invalidRequest(`Received unknown parameter${names.length > 1 ? 's' : ''}: ${names.join(', ')}`, {
		code: 'parameter_unknown',
		param: names[0] ?? '',
		unstarted: true,
	});

export const invalidParameter = (param: string, message: string, code?: string): StripeRefusal =>
	invalidRequest(message, { param, unstarted: true, ...(code ? { code } : {}) });

/** 404 where the path names it, 400 where a parameter does. */
export const noSuch = (what: string, id: string, param: string, status: 400 | 404): StripeRefusal =>
	invalidRequest(`No such ${what}: '${id}'`, { code: 'resource_missing', param, status });

/** The object is there, in the other mode. */
export const otherMode = (
	what: string,
	id: string,
	param: string,
	livemode: boolean,
	status: 400 | 404,
): StripeRefusal => {
	const [there, key] = livemode ? ['live', 'test'] : ['test', 'live'];
	return invalidRequest(
		`No such ${what}: '${id}'; a similar object exists in ${there} mode, but a ${key} mode key was used to make this request.`,
		{ code: 'resource_missing', param, status },
	);
};
