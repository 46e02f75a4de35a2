import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import type { OpenServices, Services } from '../services.ts';

/** Opens the services for a request and spreads them over `c.var`, so that `c.var` is a `Services`. */
export const withServices = (open: OpenServices) =>
	createMiddleware<AppEnv>(async function withServices(c, next) {
		const services = open(c.env, { calls: c.get('calls'), waitUntil: waitUntilOf(c) });
		for (const [name, service] of Object.entries(services)) c.set(name as keyof Services, service);
		await next();
	});

/** The runtime stops the work of a request whose client is gone, unless `waitUntil` has it. */
function waitUntilOf(c: Context<AppEnv>): Services['waitUntil'] {
	return (work) => {
		const settled = work.catch(() => undefined);
		try {
			c.executionCtx.waitUntil(settled);
		} catch {
			// Outside of the runtime (a test that calls the app directly) nothing stops the work.
		}
	};
}
