import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { newId } from '../store/ids.ts';

/** Makes an id for each request. An id that the caller sends is ignored. */
export const requestId = createMiddleware<AppEnv>(async function requestId(c, next) {
	const id = newId('req');
	c.set('requestId', id);
	// Set before the answer exists: a header that is set later makes Hono copy the whole answer.
	c.header('Request-Id', id);
	await next();
});
