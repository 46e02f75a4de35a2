/** The only place that turns an error into an answer. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv } from '../app-env.ts';
import { type ErrorAnswer, errorCatalog } from '../contract.ts';
import { ApiError, withoutSecrets } from '../errors.ts';
import { rememberMisconfiguration } from '../store/misconfigurations.ts';
import { SealError } from '../store/seal.ts';

const documentation = 'https://github.com/plaid-stripe-connect/plaid-stripe-connect/blob/main/docs/errors.md';

/** How long a client waits before it repeats a retryable request, in seconds, if the error names no time. */
const defaultRetryAfter = 2;

/** Hono's `onError`: answers with the error's row of the catalog, and leaves the error in `c.var` for the request log. */
export async function errorResponse(error: Error, c: Context<AppEnv>): Promise<Response> {
	const failure = asApiError(error);
	c.set('failure', failure);
	const { status, retryable, recovery, displayMessage, remedy } = errorCatalog[failure.code];
	const { details } = failure;
	// Only what Plaid or Stripe has refused: what a caller sends must not write to the database or change `/health`.
	if (remedy && (details.plaid || details.stripe))
		await rememberMisconfiguration(c.get('database'), failure.code, c.get('now')());

	for (const [name, value] of Object.entries(details.headers ?? {})) c.header(name, value);
	const retryAfter = details.retryAfter ?? (retryable ? defaultRetryAfter : undefined);
	if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
	const body: ErrorAnswer = {
		error: {
			code: failure.code,
			message: failure.message,
			display_message: details.displayMessage ?? displayMessage,
			retryable,
			recovery,
			param: details.param ?? null,
			documentation_url: `${documentation}#${failure.code}`,
			request_id: c.get('requestId'),
			plaid: details.plaid ?? null,
			...(details.stripe && { stripe: details.stripe }),
			...(details.payment && { payment: details.payment }),
			...(details.connection && { connection: details.connection }),
		},
	};
	return c.json(body, status satisfies ContentfulStatusCode);
}

function asApiError(error: Error): ApiError {
	if (error instanceof ApiError) return error;
	if (error instanceof HTTPException) return new ApiError('body_not_json', { cause: `HTTP ${error.status}` });
	if (error instanceof SealError) return new ApiError('configuration_invalid', { cause: error.message });
	return new ApiError('internal_error', {
		cause: withoutSecrets(`${error.name}: ${error.message}`),
		stack: withoutSecrets(error.stack ?? '', 4000),
	});
}
