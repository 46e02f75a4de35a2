/** One seed: some weeks in the life of a deployment, then calm, then the final check. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createSandbox } from '../../sandbox/index.ts';
import type { QueueSettings } from '../../scripts/settings/wrangler-config.ts';
import { createWorker } from '../../worker/worker.ts';
import { bankRound, type ConnectionAtBank, changeItem } from './bank.ts';
import { apiKey, createClients, pageOrigin, workerOrigin } from './clients.ts';
import { createCluster, type WorkerHandlers } from './cluster.ts';
import { createD1 } from './d1.ts';
import { importPrevious, planDeployments } from './deployments.ts';
import { createWeather } from './faults.ts';
import { releaseGlobals, takeGlobals } from './globals.ts';
import { checkAlways, checkSettled, type Violation } from './invariants.ts';
import type { Invocation } from './invocation.ts';
import { createMerchant, eventsSecret, eventsUrl } from './merchant.ts';
import { createNetwork } from './network.ts';
import { createQueues } from './queue.ts';
import { createRandom } from './random.ts';
import { connectShopper } from './shopper.ts';
import { stripeKey } from './stripe-view.ts';
import { Kernel } from './virtual-time.ts';

export type RunOptions = { seed: number; days: number; queues: QueueSettings[]; statementLimit?: number };
export type RunResult = {
	seed: number;
	days: number;
	violations: Violation[];
	/** What happened, newest last: enough to see why. */
	history: string[];
	steps: number;
	payments: number;
	weather: string;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const start = Date.UTC(2026, 10, 2, 15);

const root = join(import.meta.dirname, '../..');
const eventsQueue = 'plaid-stripe-connect-events';

async function migrated(): Promise<DatabaseSync> {
	const database = new DatabaseSync(':memory:');
	const folder = join(root, 'worker/store/migrations');
	for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort())
		database.exec(readFileSync(join(folder, file), 'utf8'));
	return database;
}

export async function simulate({
	seed,
	days,
	queues,
	statementLimit = 1_000,
}: RunOptions): Promise<RunResult> {
	const random = createRandom(seed);
	const kernel = new Kernel({ now: start, random: random.fork() });
	const weather = createWeather(random.fork());
	const history: string[] = [];
	const trace = (text: string) => {
		const elapsed = kernel.now - start;
		const clock = new Date(elapsed % dayMs).toISOString().slice(11, 23);
		if (text.includes('stripe_rate_limited')) return;
		history.push(`day ${Math.floor(elapsed / dayMs)} ${clock}  ${text}`);
	};
	const database = await migrated();
	const network: { fetch: typeof globalThis.fetch } = {
		fetch: async () => {
			throw new Error('Nothing listens yet.');
		},
	};
	takeGlobals({ kernel, fetch: (input, init) => network.fetch(input, init) });
	const realLog = { log: console.log, warn: console.warn, error: console.error };
	const secrets = /access-sandbox-|sk_test_|whsec_|psc_key_/;
	const leaks: string[] = [];
	const logged = (line: unknown) => {
		const text = String(line);
		if (secrets.test(text)) leaks.push(`log: ${text.slice(0, 200)}`);
		if (text.includes('"level":"error"')) trace(`log: ${text.slice(0, 400)}`);
	};
	Object.assign(console, { log: logged, warn: logged, error: logged });

	const violations: Violation[] = [];
	try {
		const cluster = createCluster({ kernel, trace });
		const dies = (invocation: Invocation): boolean => {
			if (!weather.isolateDies()) return false;
			cluster.kill(invocation.isolate);
			return true;
		};
		const d1 = createD1({
			kernel,
			database: () => database,
			statementLimit,
			fault: weather.database,
			dies,
			trace,
		});
		let webhook = async (_request: Request): Promise<Response> => new Response(null, { status: 503 });
		const sandbox = createSandbox({
			seed: String(seed),
			clock: { now: () => kernel.now },
			stripe: { webhook: { url: `${workerOrigin}/webhooks/stripe`, secret: 'whsec_of_the_sandbox' } },
			webhookFetch: (url, init) => webhook(new Request(url, init)),
		});
		webhook = async (request) => {
			const body = await request.text();
			const again = () => new Request(request.url, { method: 'POST', headers: request.headers, body });
			await kernel.sleep(kernel.random.integer(20, 2_000));
			switch (weather.webhook()) {
				case 'lost':
					return new Response(null, { status: 502 });
				case 'delayed':
					await kernel.sleep(kernel.random.integer(5_000, 9_000));
					break;
				case 'doubled':
					kernel.setTimeout(
						() => void cluster.fetch(again()).catch(() => undefined),
						kernel.random.integer(10, 3 * hourMs),
					);
			}
			return cluster.fetch(again());
		};
		const clients = createClients({
			kernel,
			cluster,
			slow: (attempts, ms) =>
				void violations.push({
					invariant: 'a repeated request has its answer within a day',
					detail: `${attempts} attempts, ${Math.round(ms / hourMs)} hours`,
				}),
			seen: ({ text, status }, request) => {
				if (secrets.test(text.replace(/"session":"[^"]*"/, '')))
					leaks.push(`${request}: ${text.slice(0, 200)}`);
				if (status === 500)
					violations.push({ invariant: 'no answer is a 500', detail: `${request}: ${text.slice(0, 300)}` });
			},
		});
		const merchant = createMerchant({
			...{ kernel, clients, weather, trace },
			disturb: (id) => {
				const connection = connectionsAtBank().find((one) => one.id === id);
				if (connection) changeOne(connection);
			},
		});
		merchant.stopAt(start + days * dayMs);
		network.fetch = createNetwork({
			kernel,
			sandbox,
			merchant: merchant.receive,
			merchantOrigin: pageOrigin,
			fate: weather.upstream,
			dies,
			trace,
		}) as typeof globalThis.fetch;
		const eventQueues = createQueues({
			kernel,
			settings: queues,
			consume: cluster.queue,
			fate: weather.queue,
			trace,
		});
		const variables = {
			DB: d1,
			EVENTS: eventQueues.producer(eventsQueue),
			PLAID_ENV: 'sandbox',
			PLAID_BASE_URL: 'http://localhost:8788',
			STRIPE_BASE_URL: 'http://localhost:8788',
			ALLOWED_ORIGINS: pageOrigin,
			CLIENT_NAME: 'Example Shop',
			PLAID_CLIENT_ID: 'client0000000000000000aa',
			PLAID_SECRET: 'plaidsecret0000000000000000bb',
			STRIPE_SECRET_KEY: stripeKey,
			STRIPE_WEBHOOK_SECRET: 'whsec_of_the_sandbox',
			PUBLIC_URL: workerOrigin,
			EVENTS_URL: eventsUrl,
			EVENTS_SECRET: eventsSecret,
			API_KEYS: apiKey,
			ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
		};
		const current = () =>
			createWorker({
				fetch: fetch as typeof globalThis.fetch,
				now: () => kernel.now,
				pause: (ms) => kernel.sleep(ms),
			}) as WorkerHandlers;
		const previous = await importPrevious();
		const deployments = planDeployments({
			...{ kernel, cluster, weather, trace, days },
			current: { version: 'current', handlers: current, variables },
			previous: { version: 'previous', handlers: () => previous, variables },
		});

		const until = start + days * dayMs;
		void actors().catch((error: unknown) => {
			violations.push({
				invariant: 'the model itself works',
				detail: String(error instanceof Error ? error.stack : error),
			});
		});

		async function actors(): Promise<void> {
			const context = { kernel, clients, sandbox };
			const count = random.integer(2, 5);
			for (let index = 0; index < count; index++) {
				kernel.setTimeout(
					() => void shopper(index).catch(fail),
					random.integer(0, Math.min(3, days) * dayMs),
				);
			}
			async function shopper(index: number): Promise<void> {
				const kind = random.pick(['one_time', 'recurring'] as const);
				const amount = random.integer(100, 20_000);
				const connected = await connectShopper(context, { user: `user_${index}`, kind, amount });
				if (!connected) return trace(`user_${index} gave up`);
				trace(`user_${index}: ${connected.connection} ${connected.authorization} ${kind}`);
				const bills = kind === 'one_time' ? 1 : random.integer(1, 8);
				for (let bill = 0; bill < bills && kernel.now < until; bill++) {
					await merchant.bill({
						name: `order-${index}-${bill}`,
						shopper: connected,
						amount: kind === 'one_time' ? amount : random.integer(100, 20_000),
						keys: [],
						payments: new Map(),
						refunds: new Map(),
					});
					await kernel.sleep(random.integer(hourMs, 3 * dayMs));
				}
			}
		}
		const fail = (error: unknown) =>
			void violations.push({
				invariant: 'the model itself works',
				detail: String(error instanceof Error ? error.stack : error),
			});

		const cron = (pattern: string) => {
			const run = () => void cluster.scheduled(pattern).catch(() => undefined);
			const fate = weather.cron();
			if (fate === 'skipped') return;
			run();
			if (fate === 'overlapping') run();
		};
		const checkpoint = async (check: typeof checkAlways) => {
			const result = { found: null as Violation[] | null };
			void check({ database, sandbox, merchant, now: kernel.now }).then(
				(found) => (result.found = found),
				(error: unknown) => (result.found = [{ invariant: 'the check itself works', detail: String(error) }]),
			);
			while (result.found === null) await kernel.run(kernel.now + 1);
			violations.push(...result.found);
		};

		// Crons run densely where something happens, and otherwise a few times an hour: an idle minute changes nothing.
		let nextHour = start + hourMs;
		for (let step = 0; kernel.now < until && violations.length === 0; step++) {
			cron('* * * * *');
			await kernel.run(kernel.now + (step % 3 === 0 ? minuteMs : random.integer(5, 60) * minuteMs));
			if (kernel.now >= nextHour) {
				nextHour += hourMs * Math.ceil((kernel.now - nextHour + 1) / hourMs);
				cron('17 * * * *');
				sandbox.clock.runDue();
				if (random.chance(0.2)) void bankRound({ kernel, sandbox, trace }, { calm: false }).catch(fail);
				changeItems();
				await checkpoint(checkAlways);
			}
		}

		function changeItems(): void {
			for (const connection of connectionsAtBank())
				if (random.chance(weather.changes / 24)) changeOne(connection);
		}
		function changeOne(connection: ConnectionAtBank & { id: string }): void {
			const change = random.weighted({ numbers: 4, detach: 3, login: 1 });
			trace(`${connection.id}: ${change} change`);
			void changeItem(sandbox, connection, change).catch(fail);
		}
		function connectionsAtBank(): (ConnectionAtBank & { id: string })[] {
			return database
				.prepare(
					`select id, item_id as item, account_id as account, stripe_customer as customer,
						payment_method as paymentMethod
						from connections where status <> 'removed' and account_id is not null`,
				)
				.all() as (ConnectionAtBank & { id: string })[];
		}

		// Nothing fails from here on. Everything is to settle within five days.
		weather.clear();
		trace('the weather clears');
		for (let hour = 0; hour < 5 * 24 && violations.length === 0; hour++) {
			cron('* * * * *');
			await kernel.run(kernel.now + 5 * minuteMs);
			cron('* * * * *');
			await kernel.run(kernel.now + 55 * minuteMs);
			cron('17 * * * *');
			sandbox.clock.runDue();
			if (hour % 12 === 1) void bankRound({ kernel, sandbox, trace }, { calm: true }).catch(fail);
		}
		if (violations.length === 0) {
			await checkpoint(checkAlways);
			await checkpoint(checkSettled);
		}
		violations.push(...leaks.map((detail) => ({ invariant: 'no secret leaves', detail })));
		return {
			seed,
			days,
			violations,
			history,
			steps: kernel.steps,
			payments: (database.prepare('select count(*) as count from payments').get() as { count: number }).count,
			weather: `${weather.description}, ${deployments}`,
		};
	} finally {
		releaseGlobals();
		Object.assign(console, realLog);
		database.close();
	}
}
