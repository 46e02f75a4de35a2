/**
 * One line of JSON per request: the route, how it ended, how long it took, and each call to Plaid and Stripe with its
 * request id there. It has no body, query string or header, so no secrets and no personal data.
 */
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { AppEnv } from '../app-env.ts';
import { errorCatalog } from '../contract.ts';
import type { ApiError } from '../errors.ts';
import type { UpstreamCalls } from '../services.ts';

export const requestLog = createMiddleware<AppEnv>(async function requestLog(c, next) {
	const now = c.get('now');
	const started = now();
	await next();

	const route = routePath(c, -1);
	const failure = c.get('failure');
	const level = c.res.status >= 500 ? 'error' : failure ? 'warn' : 'info';
	const line = JSON.stringify({
		level,
		method: c.req.method,
		route: route === '*' || route === '/*' ? null : route,
		status: c.res.status,
		ms: now() - started,
		request_id: c.get('requestId'),
		...(c.get('webhook') && { webhook: c.get('webhook') }),
		...(failure && {
			code: failure.code,
			param: paramOf(failure),
			cause: failure.details.cause,
			remedy: failure.details.remedy ?? errorCatalog[failure.code].remedy,
			stack: failure.details.stack,
		}),
		...callsForLog(c.get('calls')),
	});
	if (level === 'error') console.error(line);
	else if (level === 'warn') console.warn(line);
	else console.log(line);
});

/** Only names that we define. An unknown name, or a name inside a field, is the caller's and could be a secret. */
const paramOf = ({ code, details }: ApiError): string | undefined =>
	code === 'parameter_unknown' ? undefined : details.param?.split('.')[0];

/** The calls as a log line has them: without empty lists. */
export const callsForLog = ({ plaid, stripe }: UpstreamCalls): Partial<UpstreamCalls> => ({
	...(plaid.length > 0 && { plaid }),
	...(stripe.length > 0 && { stripe }),
});
