import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { newId } from '../store/ids.ts';

/** Gives each request an id of our own making; one that the caller sends is not trusted. */
export const requestId = createMiddleware<AppEnv>(async function requestId(c, next) {
	const id = newId('req');
	c.set('requestId', id);
	// Before the answer is made: each header that comes later makes another one of it.
	c.header('Request-Id', id);
	await next();
});
