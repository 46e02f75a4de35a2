import type { Context } from 'hono';
import type { AppEnv } from './app-env.ts';

/** The runtime ends what a closed tab has begun; this work goes on. */
export function inBackground(c: Context<AppEnv>, work: Promise<unknown>): void {
	const settled = work.catch(() => undefined);
	try {
		c.executionCtx.waitUntil(settled);
	} catch {
		// Outside of the runtime (a test that calls the app directly) there is nobody who would end it.
	}
}
