/** What version 0.1.0 left behind (`test/fixtures/v0.1.0`), opened for the Worker of today. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createSandbox } from '../../sandbox/index.ts';
import { createWorker } from '../../worker/worker.ts';
import { sqliteD1 } from '../support/sqlite-d1.ts';
import { provideTimingSafeEqual } from '../support/workerd-crypto.ts';

const folder = join(import.meta.dirname, '../fixtures/v0.1.0');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;

type Step = { at: number; method: string; path: string; body?: string; key?: string; version?: string };
type Answered = {
	status: number;
	replayed: boolean;
	body: Record<string, unknown>;
	/** Fields that are new in each answer. */
	new_fields?: string[];
};
type Recorded = {
	role?: string;
	method: string;
	path: string;
	key?: string;
	body?: unknown;
	/** The first answer; null where the Worker died before it. */
	answered: Answered | null;
	/** The answer to the same request at the end. */
	repeated?: Answered;
};

export const requests = read<{ keyed: Recorded[]; exchanges: Recorded[]; reads: Recorded[] }>(
	'requests.json',
);

const execution = { passThroughOnException() {}, props: {} };

export async function openFixture() {
	const { now, variables } = read<{ now: number; variables: Record<string, string> }>('env.json');
	const sandbox = await replaySandbox(variables);

	const database = new DatabaseSync(':memory:');
	database.exec(readFileSync(join(folder, 'database.sql'), 'utf8'));
	applyMigrations(database);

	provideTimingSafeEqual();
	const background: Promise<unknown>[] = [];
	const context = {
		...execution,
		waitUntil: (work: Promise<unknown>) => void background.push(work),
	} as unknown as ExecutionContext;
	const bindings = {
		...variables,
		DB: sqliteD1(() => database),
		EVENTS: { sendBatch: async () => {} },
	} as never;
	const worker = createWorker({
		fetch: sandbox.fetch as typeof globalThis.fetch,
		now: () => now,
		pause: async () => {},
	});

	return {
		database,
		async send({ method, path, key, body }: Recorded): Promise<Answered & { text: string }> {
			const isElement = path === '/v1/bank_account_tokens';
			const response = await worker.fetch(
				new Request(`https://bank.shop.example${path}`, {
					method,
					headers: {
						...(isElement
							? { Origin: 'https://shop.example' }
							: { Authorization: `Bearer ${variables.API_KEYS?.split(',').at(-1)}` }),
						...(body !== undefined && { 'Content-Type': 'application/json' }),
						...(key !== undefined && { 'Idempotency-Key': key }),
					},
					...(body !== undefined && { body: JSON.stringify(body) }),
				}),
				bindings,
				context,
			);
			const text = await response.text();
			while (background.length > 0) await Promise.allSettled(background.splice(0));
			return {
				status: response.status,
				replayed: response.headers.get('Idempotent-Replayed') === 'true',
				text,
				body: JSON.parse(text) as Record<string, unknown>,
			};
		},
	};
}

const migrations = join(import.meta.dirname, '../../worker/store/migrations');

/** As `wrangler d1 migrations apply` does: those that the database does not have yet. */
function applyMigrations(database: DatabaseSync): void {
	const applied = new Set(
		database
			.prepare('select name from d1_migrations')
			.all()
			.map(({ name }) => name),
	);
	const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'));
	for (const name of files.toSorted()) {
		if (!applied.has(name)) database.exec(readFileSync(join(migrations, name), 'utf8'));
	}
}

/** Plaid and Stripe as they were: everything that changed them is sent again. */
async function replaySandbox(variables: Record<string, string>) {
	const { seed, start, end, steps } = read<{ seed: string; start: number; end: number; steps: Step[] }>(
		'sandbox.json',
	);
	let base = start;
	const sandbox = createSandbox({
		seed,
		clock: { now: () => base },
		webhookFetch: async () => new Response(),
	});
	async function moveTo(at: number): Promise<void> {
		const left = at - sandbox.clock.now();
		if (left >= 1_000) await sandbox.clock.advance(`${Math.floor(left / 1_000)}s`);
		base += left % 1_000;
	}
	for (const { at, method, path, body, key, version } of steps) {
		await moveTo(at);
		await sandbox.fetch(`http://localhost:8788${path}`, {
			method,
			headers: path.startsWith('/v1/')
				? {
						Authorization: `Bearer ${variables.STRIPE_SECRET_KEY}`,
						'Content-Type': 'application/x-www-form-urlencoded',
						...(key && { 'Idempotency-Key': key }),
						...(version && { 'Stripe-Version': version }),
					}
				: {
						'Content-Type': 'application/json',
						'PLAID-CLIENT-ID': variables.PLAID_CLIENT_ID ?? '',
						'PLAID-SECRET': variables.PLAID_SECRET ?? '',
					},
			...(body !== undefined && { body }),
		});
		await sandbox.webhooks.settled();
	}
	await moveTo(end);
	return sandbox;
}
