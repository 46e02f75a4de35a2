/**
 * Stripe's errors. Code anywhere throws a `StripeRefusal`; `api.ts` turns it into a response.
 * @see https://docs.stripe.com/api/errors
 */
type ErrorFields = {
	type: string;
	code?: string;
	message?: string;
	/** The parameter that caused the error, e.g. `metadata[order]`. */
	param?: string;
	status?: number;
	decline_code?: string;
	/** Objects that the error includes, such as `payment_intent`. */
	details?: Record<string, unknown>;
	/** Whether the endpoint had not started to work. An idempotency key does not store such an error. */
	beforeWork?: boolean;
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

export class StripeRefusal extends Error {
	override name = 'StripeRefusal';
	readonly status: number;
	readonly type: string;
	readonly code: string | undefined;
	readonly param: string | undefined;
	readonly beforeWork: boolean;
	readonly declineCode: string | undefined;
	readonly details: Record<string, unknown>;

	constructor({
		type,
		code,
		message = '',
		param,
		status = 400,
		beforeWork = false,
		decline_code,
		details = {},
	}: ErrorFields) {
		super(message);
		this.type = type;
		this.code = code;
		this.param = param;
		this.status = status;
		this.beforeWork = beforeWork;
		this.declineCode = decline_code;
		// A copy, because the records may change before the response is written.
		this.details = structuredClone(details);
	}

	/** The response's body, keys in Stripe's order. */
	body(requestId: string, livemode = false) {
		return {
			error: {
				...(this.code ? { code: this.code, doc_url: docUrl(this.code) } : {}),
				...(this.declineCode ? { decline_code: this.declineCode } : {}),
				message: this.message,
				...(this.param ? { param: this.param } : {}),
				...this.details,
				request_log_url: `https://dashboard.stripe.com/${livemode ? '' : 'test/'}logs/${requestId}`,
				type: this.type,
			},
		};
	}
}

export const stripeErrorResponse = (refusal: StripeRefusal, requestId: string, livemode = false): Response =>
	Response.json(refusal.body(requestId, livemode), {
		status: refusal.status,
		headers: { 'request-id': requestId },
	});

/** Any error type and code, documented or not. By default, the status is the one that Stripe uses for them. */
export function refuseAs(fields: ErrorFields): StripeRefusal {
	const status =
		fields.status ??
		(fields.code ? statusOfCode[fields.code] : undefined) ??
		statusOfType[fields.type] ??
		400;
	return new StripeRefusal({ message: 'An error that the sandbox was asked for.', ...fields, status });
}

export const invalidRequest = (
	message: string,
	fields: Omit<ErrorFields, 'type' | 'message'> = {},
): StripeRefusal => new StripeRefusal({ type: 'invalid_request_error', message, ...fields });

export const missingParameter = (param: string): StripeRefusal =>
	invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param, beforeWork: true });

export const unknownParameters = (names: readonly string[]): StripeRefusal =>
	invalidRequest(`Received unknown parameter${names.length > 1 ? 's' : ''}: ${names.join(', ')}`, {
		code: 'parameter_unknown',
		param: names[0] ?? '',
		beforeWork: true,
	});

export const invalidParameter = (param: string, message: string, code?: string): StripeRefusal =>
	invalidRequest(message, { param, beforeWork: true, ...(code ? { code } : {}) });

/** An id that names nothing. The status is 404 for an id in the path, and 400 for an id in a parameter. */
type MissingResource = { what: string; id: string; param: string; status: 400 | 404 };

export const noSuch = ({ what, id, param, status }: MissingResource): StripeRefusal =>
	invalidRequest(`No such ${what}: '${id}'`, { code: 'resource_missing', param, status });

/** The id exists, but in the other mode. `livemode` is the mode in which it exists. */
export function inOtherMode({
	what,
	id,
	param,
	status,
	livemode,
}: MissingResource & { livemode: boolean }): StripeRefusal {
	const objectMode = livemode ? 'live' : 'test';
	const keyMode = livemode ? 'test' : 'live';
	return invalidRequest(
		`No such ${what}: '${id}'; a similar object exists in ${objectMode} mode, but a ${keyMode} mode key was used to make this request.`,
		{ code: 'resource_missing', param, status },
	);
}
