/**
 * One shape for every failure, and the words for each code.
 *
 * Code anywhere throws an `ApiError`; `answerError` is the only place that turns failures into answers.
 */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv } from './app-env.ts';
import { type ErrorAnswer, type ErrorCode, errorCodes } from './contract.ts';
import { words } from './error-words.ts';
import { rememberMisconfiguration } from './store/misconfigurations.ts';
import { SealError } from './store/seal.ts';

const documentation = 'https://github.com/plaid-stripe-connect/plaid-stripe-connect/blob/main/docs/errors.md';

type Details = {
	/** For a developer: what happened and what to do. By default the code's own words. */
	message?: string;
	/** For the shopper. By default the code's own words. */
	display?: string;
	/** The field at fault. */
	param?: string;
	/** Plaid's codes, where it was Plaid that refused. */
	plaid?: ErrorAnswer['error']['plaid'];
	/** Stripe's codes, where it was Stripe that refused. */
	stripe?: ErrorAnswer['error']['stripe'];
	/** The payment that has failed. */
	payment?: string;
	/** The connection that stands in the way. */
	connection?: string;
	/** Seconds after which the same request makes sense. */
	retryAfter?: number;
	/** For the log only: what the merchant has to do. */
	cure?: string;
	/** For the log only: what lies beneath. Never with a secret in it. */
	cause?: string;
	headers?: Record<string, string>;
};

export class ApiError extends Error {
	override name = 'ApiError';
	readonly code: ErrorCode;
	readonly details: Details;

	constructor(code: ErrorCode, details: Details = {}) {
		super(details.message ?? words[code].message);
		this.code = code;
		this.details = details;
	}
}

/** Answers every failure, and leaves it where the request's log line finds it. */
export async function answerError(error: Error, c: Context<AppEnv>): Promise<Response> {
	const failure = asApiError(error);
	c.set('failure', failure);
	const { status, retryable } = errorCodes[failure.code];
	if (words[failure.code].cure) await rememberMisconfiguration(c, failure.code);

	const { param, display, plaid, stripe, payment, connection, retryAfter, headers } = failure.details;
	for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value);
	const seconds = retryAfter ?? (retryable ? 2 : undefined);
	if (seconds !== undefined) c.header('Retry-After', String(seconds));
	const body: ErrorAnswer = {
		error: {
			code: failure.code,
			message: failure.message,
			display_message: display ?? words[failure.code].display,
			retryable,
			param: param ?? null,
			documentation_url: `${documentation}#${failure.code}`,
			request_id: c.get('requestId'),
			plaid: plaid ?? null,
			...(stripe && { stripe }),
			...(payment && { payment }),
			...(connection && { connection }),
		},
	};
	return c.json(body, status as ContentfulStatusCode);
}

function asApiError(error: Error): ApiError {
	if (error instanceof ApiError) return error;
	if (error instanceof HTTPException) return new ApiError('body_not_json', { cause: `HTTP ${error.status}` });
	if (error instanceof SealError) return new ApiError('configuration_invalid', { cause: error.message });
	return new ApiError('internal_error', { cause: withoutSecrets(`${error.name}: ${error.message}`) });
}

/** Masks whatever looks like a token or a key: the last net under messages that we did not write. */
export const withoutSecrets = (text: string): string =>
	text
		.replace(/\b(access|public|link|btok|sk|rk|whsec|processor)([-_])[A-Za-z0-9_-]{6,}/g, '$1$2…')
		.slice(0, 500);
