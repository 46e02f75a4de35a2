import type { Pause } from './backoff.ts';
import { type Bindings, type Config, configOf } from './config.ts';
import { ApiError } from './errors.ts';
import { createEnqueue, type Enqueue } from './events/enqueue.ts';
import { createPlaid, type Plaid, type PlaidCall } from './plaid/client.ts';
import { type Database, openDatabase } from './store/database.ts';
import { createSeal, type Seal } from './store/seal.ts';
import { notingCalls, openStripe, type StripeCall, type StripeClient } from './stripe/client.ts';
import { createWebhookKeys, type WebhookKeys } from './webhooks/plaid-keys.ts';

/** What every step works with, whether a request, a cron or the queue runs it. */
export type Services = {
	config: Config;
	database: Database;
	seal: Seal;
	plaid: Plaid;
	/** @throws ApiError `stripe_not_configured` */
	stripe: () => Promise<StripeClient>;
	webhookKeys: WebhookKeys;
	/** Hands stored events to the queue. Rejects when the queue or the database fails. */
	enqueue: Enqueue;
	/** The same in the background: `flush-outbox` finds what the queue did not take. */
	announce: (eventIds: string[]) => void;
	/** Keeps the Worker alive until the work has settled. */
	waitUntil: (work: Promise<unknown>) => void;
	/** Milliseconds since 1970. */
	now: () => number;
	pause: Pause;
};

/** What the services reach the outside with. Tests pass the sandbox's. */
export type Platform = {
	fetch: typeof globalThis.fetch;
	/** Milliseconds since 1970. */
	now: () => number;
	pause: Pause;
};

/** The calls that one request or job made, for its log line. */
export type UpstreamCalls = { plaid: PlaidCall[]; stripe: StripeCall[] };

/** What belongs to one request or job alone. */
export type Scope = {
	calls: UpstreamCalls;
	waitUntil: Services['waitUntil'];
	/** The deadline of a job: after it, no call is made and no statement is run. */
	signal?: AbortSignal;
};

export type OpenServices = (env: Bindings, scope: Scope) => Services;

/** Opens the services from the configuration. @throws ApiError `configuration_invalid` */
export function createServices(platform: Platform): OpenServices {
	const { now, pause } = platform;
	const keysFor = createWebhookKeys();
	return (env, { calls, waitUntil, signal }) => {
		const { config, problems } = configOf(env);
		if (!config) throw new ApiError('configuration_invalid', { cause: problems.join(' ') });
		const fetch = signal ? withSignal(platform.fetch, signal) : platform.fetch;
		const database = openDatabase(env.DB, pause, signal);
		const plaid = createPlaid({ fetch, now, pause, config: config.plaid, calls: calls.plaid });
		const enqueue = createEnqueue({ queue: config.events ? env.EVENTS : undefined, database, now });
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
			enqueue,
			announce: (eventIds) => waitUntil(enqueue(eventIds)),
			waitUntil,
			now,
			pause,
		};
	};
}

const withSignal =
	(fetch: typeof globalThis.fetch, signal: AbortSignal): typeof globalThis.fetch =>
	(input, init) =>
		fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal });
