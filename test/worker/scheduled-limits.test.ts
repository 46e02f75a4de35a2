/** The scheduled jobs within Cloudflare's limits of an invocation: statements of D1, and fifteen minutes. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jobDeadlineMs } from '../../worker/scheduled/run-scheduled.ts';
import { type Backend, connectAs, encryptionKey, openBackend, variables } from './backend.ts';

/** D1 that refuses more than `limit` statements in an invocation, as Cloudflare does. */
function limited(limit: number) {
	let run = 0;
	let most = 0;
	return {
		begin: () => {
			run = 0;
		},
		get most() {
			return most;
		},
		database: (database: D1Database): D1Database =>
			new Proxy(database, {
				get(target, name) {
					if (name === 'batch')
						return async (statements: D1PreparedStatement[]) => {
							run += statements.length;
							if (run > limit)
								throw new Error('D1_ERROR: Too many API requests by single worker invocation.');
							most = Math.max(most, run);
							return target.batch(statements);
						};
					const value = Reflect.get(target, name);
					return typeof value === 'function' ? value.bind(target) : value;
				},
			}),
	};
}

const crons = ['* * * * *', '17 * * * *', '47 * * * *'];

/** Sessions and webhooks whose time is over, and connections that are sealed with an older key. */
async function fill({ database }: Backend, rows: number): Promise<void> {
	const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})`;
	for (const insert of [
		`insert into sessions (id, secret_hash, client_user_id, allow_duplicates, created_at, expires_at)
			select 'sess_' || i, i, 'u', 0, 0, 1 from n`,
		`insert into webhooks (id, source, type, body, occurred_at, received_at) select 'wh_' || i, 'plaid', 'x', '', 0, 0 from n`,
		`insert into idempotency_keys (key, request, lease_until, created_at) select 'k' || i, '', 0, 0 from n`,
	])
		await database.prepare(`${numbers} ${insert}`).run();
}
const left = async (backend: Backend) =>
	Promise.all(
		['sessions', 'webhooks', 'idempotency_keys'].map((table) =>
			backend.database.prepare(`select count(*) as n from ${table}`).first<number>('n'),
		),
	);

afterEach(() => void vi.restoreAllMocks());

describe('the scheduled jobs', () => {
	it('stay within the 1,000 statements of the paid plan, and make progress at every job', async () => {
		const limit = limited(1_000);
		const backend = await openBackend({ database: limit.database });
		await fill(backend, 40_000);
		for (const cron of crons) {
			limit.begin();
			await backend.clock(cron);
		}
		expect(limit.most).toBeLessThan(1_000);
		expect(limit.most).toBeGreaterThan(300);
		expect(backend.log.join()).not.toContain('Too many API requests');
		for (const rows of await left(backend)) expect(rows).toBeLessThan(20_000);
	}, 120_000);

	it('make progress within the 50 statements of the free plan', async () => {
		const limit = limited(50);
		const backend = await openBackend({ database: limit.database });
		for (const user of ['user_1', 'user_2', 'user_3']) {
			limit.begin();
			await connectAs(backend, user);
			limit.begin();
		}
		await fill(backend, 3_000);
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)},${variables.ENCRYPTION_KEYS}` });
		for (let hour = 0; hour < 5; hour++) {
			for (const cron of crons) {
				limit.begin();
				await backend.clock(cron);
			}
			await backend.sandbox.clock.advance('1h');
		}
		expect(await left(backend)).toEqual([3, 0, 0]);
		for (const { access_token } of await backend.rows('connections'))
			expect(access_token).toMatch(/^v\d\.k2\./);
	}, 60_000);

	it('that hang do not delay the outbox or each other, and end at their deadline', async () => {
		const deadline = new AbortController();
		const timeout = AbortSignal.timeout.bind(AbortSignal);
		vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) =>
			ms === jobDeadlineMs ? deadline.signal : timeout(ms),
		);
		const queued: unknown[] = [];
		const sendBatch = async (messages: Iterable<unknown>) => void queued.push(...messages);
		let hang = false;
		let asked = () => {};
		const hanging = new Promise<void>((resolve) => {
			asked = resolve;
		});
		const backend = await openBackend({
			variables: {
				EVENTS_URL: 'https://shop.example/events',
				EVENTS_SECRET: `whsec_${btoa('2'.repeat(32))}`,
			},
			bindings: { EVENTS: { sendBatch } as unknown as Queue<never> },
			fetch: (sandbox) => (input, init) => {
				if (!hang) return sandbox.fetch(input, init);
				asked();
				return new Promise((_, reject) =>
					init?.signal?.addEventListener('abort', () => reject(new TypeError('aborted'))),
				);
			},
		});
		backend.sandbox.faults.add({ path: '/accounts/get', fault: { cut: 'before' } });
		const { tokens } = await connectAs(backend, 'user_1');
		await backend.settled();
		backend.sandbox.faults.clear();
		expect(tokens).toBeDefined();
		await backend.database.prepare('update events set queued_at = null').run();
		await backend.database
			.prepare(
				`insert into events (id, type, connection_id, data, created_at) values ('evt_1', 'connection.updated', 'c', '{}', ?)`,
			)
			.bind(backend.sandbox.clock.now())
			.run();
		await backend.sandbox.clock.advance('5m');
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)},${variables.ENCRYPTION_KEYS}` });
		hang = true;
		const running = backend.clock('* * * * *');
		await hanging;
		expect(queued).toHaveLength(1);
		deadline.abort();
		await running;
		const jobs = Object.fromEntries(
			(await backend.rows('jobs')).map(({ name, succeeded_at }) => [name, succeeded_at !== null]),
		);
		expect(jobs).toEqual({
			flush_outbox: true,
			poll_payments: true,
			resume_exchanges: false,
			rotate_encryption_key: false,
			update_webhook_urls: true,
		});
	});
});

describe('a cron', () => {
	const jobs = async (backend: Backend) => (await backend.rows('jobs')).map(({ name }) => name).toSorted();
	const eachMinute = [
		'flush_outbox',
		'poll_payments',
		'resume_exchanges',
		'rotate_encryption_key',
		'update_webhook_urls',
	];
	const eachHour = ['backfill_stripe_events', 'delete_expired'];

	it.each([
		['* * * * *', eachMinute],
		['*/1 * * * *', eachMinute],
		// At first everything is overdue.
		['17 * * * *', eachHour],
		['47 * * * *', eachHour],
		['0 3 * * *', [...eachHour, ...eachMinute]],
		['', [...eachHour, ...eachMinute]],
	])('%s starts its jobs', async (cron, expected) => {
		const backend = await openBackend();
		await backend.clock(cron);
		expect(await jobs(backend)).toEqual(expected.toSorted());
	});

	it('that this version does not know runs the jobs of each hour once an hour', async () => {
		const backend = await openBackend();
		const runs = [];
		for (let run = 0; run < 12; run++) {
			await backend.clock('*/10 * * * *');
			const row = (await backend.rows('jobs')).find(({ name }) => name === 'delete_expired');
			runs.push(row?.succeeded_at);
			await backend.sandbox.clock.advance('10m');
		}
		expect(new Set(runs).size).toBeGreaterThan(1);
		expect(new Set(runs).size).toBeLessThan(4);
	});
});
