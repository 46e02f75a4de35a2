/**
 * CORS: pages of exactly the origins in ALLOWED_ORIGINS may call. The origin is echoed, never `*`, never with credentials.
 *
 * Every answer to a listed origin has the headers, errors too, so that the element can read what went wrong.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { configOf } from '../config.ts';
import { ApiError } from '../errors.ts';

/** Lets a listed origin read every answer. It opens no route: `forListedOrigins` answers preflights. */
export const shareAnswers = createMiddleware<AppEnv>(async function shareAnswers(c, next) {
	c.header('Vary', 'Origin');
	const origin = c.req.header('Origin');
	if (origin && isListed(c, origin)) {
		c.header('Access-Control-Allow-Origin', origin);
		c.header('Access-Control-Expose-Headers', 'Request-Id, Retry-After');
	}
	await next();
});

/** Refuses other origins on the element's routes, and answers preflights with `methods`. */
export const forListedOrigins = (methods: string) =>
	createMiddleware<AppEnv>(async function forListedOrigins(c, next) {
		const origin = c.req.header('Origin') ?? ownOrigin(c);
		if (!origin || !isListed(c, origin)) throw new ApiError('origin_not_allowed', reasonFor(c));
		if (c.req.method !== 'OPTIONS') return next();
		c.header('Access-Control-Allow-Methods', methods);
		c.header('Access-Control-Allow-Headers', 'Content-Type');
		c.header('Access-Control-Max-Age', '7200');
		return c.body(null, 204);
	});

const isListed = (c: Context<AppEnv>, origin: string): boolean => configOf(c.env).allowedOrigins.has(origin);

/** A browser sends no `Origin` with a GET to the page's own origin, but it sends `Sec-Fetch-Site`. */
const ownOrigin = (c: Context<AppEnv>): string | undefined =>
	c.req.method === 'GET' && c.req.header('Sec-Fetch-Site') === 'same-origin'
		? new URL(c.req.url).origin
		: undefined;

const reasonFor = (c: Context<AppEnv>): { message?: string } =>
	c.req.header('Origin')
		? {}
		: { message: 'This call is for pages: it needs the `Origin` header that a browser sends with it.' };
