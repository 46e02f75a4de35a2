import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import type { OpenServices, Services } from '../services.ts';

/** Opens the services for a request and sets each on `c.var`, so that steps can take `c.var` as their `Services`. */
export const withServices = (open: OpenServices) =>
	createMiddleware<AppEnv>(async function withServices(c, next) {
		const services = open(c.env, { calls: c.get('calls'), waitUntil: waitUntilOf(c) });
		for (const [name, service] of Object.entries(services)) c.set(name as keyof Services, service);
		await next();
	});

/** The runtime stops the work of a request when the client disconnects, except work that was passed to `waitUntil`. */
function waitUntilOf(c: Context<AppEnv>): Services['waitUntil'] {
	return (work) => {
		const settled = work.catch(() => undefined);
		try {
			c.executionCtx.waitUntil(settled);
		} catch {
			// A test that calls the app without the runtime has no execution context, and nothing stops the work.
		}
	};
}
