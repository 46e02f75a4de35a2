import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';
import { type Bindings, type Config, configOf } from './config.ts';
import { ApiError } from './errors.ts';
import { type Announce, createAnnounce } from './events/announce.ts';
import type { Pause } from './pause.ts';
import { createPlaid, type Plaid, type PlaidCall } from './plaid/client.ts';
import { type Database, openDatabase } from './store/database.ts';
import { createSeal, type Seal } from './store/seal.ts';
import { notingCalls, openStripe, type StripeCall, type StripeClient } from './stripe/client.ts';
import { createWebhookKeys, type WebhookKeys } from './webhooks/plaid-keys.ts';

/** What the work is done with, whoever asks for it: a request, the clock, the queue. */
export type Services = {
	config: Config;
	database: Database;
	seal: Seal;
	plaid: Plaid;
	/** @throws where there is no STRIPE_SECRET_KEY */
	stripe: () => Promise<StripeClient>;
	webhookKeys: WebhookKeys;
	announce: Announce;
	now: () => number;
	pause: Pause;
};

type World = { fetch: typeof globalThis.fetch; now: () => number; pause: Pause };

/** What was asked of others, for the log. */
export type UpstreamCalls = { plaid: PlaidCall[]; stripe: StripeCall[] };

export type OpenServices = (env: Bindings, calls: UpstreamCalls) => Services;

/** Makes them from the configuration; without a right one, nothing works. */
export function createServices({ fetch, now, pause }: World): OpenServices {
	const keysFor = createWebhookKeys();
	return (env, calls) => {
		const { config, problems } = configOf(env);
		if (!config) throw new ApiError('configuration_invalid', { cause: problems.join(' ') });
		const database = openDatabase(env.DB, pause);
		const plaid = createPlaid({ fetch, now, pause, config: config.plaid, calls: calls.plaid });
		return {
			config,
			database,
			seal: createSeal(config.encryptionKeys),
			plaid,
			stripe: () => {
				if (!config.stripe) throw new ApiError('stripe_not_configured');
				return openStripe(config.stripe, notingCalls(fetch, { now, calls: calls.stripe }));
			},
			webhookKeys: keysFor(async (key_id) => (await plaid.webhookVerificationKeyGet({ key_id })).key),
			announce: createAnnounce(env, config, { database, now }),
			now,
			pause,
		};
	};
}

/** Hands them to a route. */
export const withServices = (open: OpenServices) =>
	createMiddleware<AppEnv>(async function withServices(c, next) {
		for (const [name, service] of Object.entries(open(c.env, c.get('calls')))) {
			c.set(name as keyof Services, service);
		}
		await next();
	});
