/**
 * One line of JSON per request: which route, how it ended, how long it took, and each call to Plaid and
 * to Stripe with their own request id. No bodies, no query strings, no headers: nothing in it is a secret or a person's.
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
		...toldCalls(c.get('calls')),
	});
	if (level === 'error') console.error(line);
	else if (level === 'warn') console.warn(line);
	else console.log(line);
});

/** A name that is ours. One that is not known, or stands below another, is the caller's: it may be anything. */
const paramOf = ({ code, details }: ApiError): string | undefined =>
	code === 'parameter_unknown' ? undefined : details.param?.split('.')[0];

/** As a line tells them: Plaid's and Stripe's, where there were any. */
export const toldCalls = ({ plaid, stripe }: UpstreamCalls): Partial<UpstreamCalls> => ({
	...(plaid.length > 0 && { plaid }),
	...(stripe.length > 0 && { stripe }),
});
