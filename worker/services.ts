import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';
import { configOf } from './config.ts';
import { ApiError } from './errors.ts';
import type { Pause } from './pause.ts';
import { createPlaid } from './plaid/client.ts';
import { openDatabase } from './store/database.ts';
import { createSeal } from './store/seal.ts';

/** Hands a route what it works with, made from the configuration; without a right one, nothing works. */
export const services = ({ fetch, pause }: { fetch: typeof globalThis.fetch; pause: Pause }) =>
	createMiddleware<AppEnv>(async function services(c, next) {
		const { config, problems } = configOf(c.env);
		if (!config) throw new ApiError('configuration_invalid', { cause: problems.join(' ') });
		c.set('config', config);
		c.set('database', openDatabase(c.env.DB, pause));
		c.set('seal', createSeal(config.encryptionKeys));
		c.set(
			'plaid',
			createPlaid({ fetch, now: c.get('now'), pause, config: config.plaid, calls: c.get('plaidCalls') }),
		);
		await next();
	});
