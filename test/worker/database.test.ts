import { describe, expect, it } from 'vitest';
import { exchangePath, finishLink, openBackend } from './backend.ts';

/** D1, failing as told: `when` sees each batch or statement that is about to run, and may throw, before or after it. */
function troubled(
	database: D1Database,
	when: (moment: 'before' | 'after', kind: string) => void,
): D1Database {
	const around = async <T>(kind: string, work: () => Promise<T>): Promise<T> => {
		when('before', kind);
		const result = await work();
		when('after', kind);
		return result;
	};
	return new Proxy(database, {
		get(target, name) {
			if (name === 'batch') {
				return (statements: D1PreparedStatement[]) =>
					around(`batch of ${statements.length}`, () => target.batch(statements));
			}
			const value = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
const lost = () => new Error('D1_ERROR: Network connection lost.');

describe('the database', () => {
	it('that fails now and then, before or after a write, changes no answer', async () => {
		let calls = 0;
		const backend = await openBackend({
			database: (database) =>
				troubled(database, (moment) => {
					calls += 1;
					if (calls % 3 === 0) throw Object.assign(lost(), { moment });
				}),
		});
		const tokens = await finishLink(backend);
		const first = await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens);
		expect(first.status).toBe(200);
		expect(
			(await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens)).body.connection,
		).toBe(first.body.connection);
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect(await backend.database.prepare('select count(*) as n from connections').first('n')).toBe(1);
	});

	it('that cannot store the access token: the Item is removed at Plaid (exchange_lost)', async () => {
		let failing = false;
		let exchanges = 0;
		const backend = await openBackend({
			database: (database) =>
				troubled(database, () => {
					if (failing) throw lost();
				}),
			fetch: (sandbox) => async (input, init) => {
				if (String(input).endsWith(exchangePath)) failing = ++exchanges === 1;
				return sandbox.fetch(input, init);
			},
		});
		const tokens = await finishLink(backend);
		const answer = await backend.post('/v1/bank_account_tokens', tokens);
		expect([answer.status, answer.body]).toMatchObject([
			409,
			{ error: { code: 'exchange_lost', retryable: false } },
		]);
		expect(backend.calls('/item/remove').map(({ status }) => status)).toEqual([200]);
		expect(backend.log.join()).toContain('the Item was removed at Plaid');

		failing = false;
		await backend.sandbox.clock.advance('20s');
		expect((await backend.post('/v1/bank_account_tokens', tokens)).body).toMatchObject({
			error: { code: 'exchange_lost' },
		});
	});

	it('that does not answer is retried four times (store_unavailable)', async () => {
		let tries = 0;
		const backend = await openBackend({
			database: (database) =>
				troubled(database, () => {
					tries += 1;
					throw lost();
				}),
		});
		const answer = await backend.post('/v1/link_tokens', {});
		expect([answer.status, answer.body]).toMatchObject([
			503,
			{ error: { code: 'store_unavailable', retryable: true } },
		]);
		expect(tries).toBe(4);
	});

	it('without its tables: /health names the command that makes them', async () => {
		const backend = await openBackend();
		await backend.database.prepare('alter table misconfigurations rename to elsewhere').run();
		try {
			const health = await backend.health();
			expect(health.status).toBe(503);
			expect(health.text).toContain('wrangler d1 migrations apply');
		} finally {
			await backend.database.prepare('alter table elsewhere rename to misconfigurations').run();
		}
	});
});

describe('after a change of encryption keys', () => {
	it('earlier values open while their key is listed; without it the log names the missing key', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const { body } = await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens);
		const old = backend.bindings.ENCRYPTION_KEYS;
		const fresh = `k2:${btoa('2'.repeat(32))}`;
		const accounts = `/v1/connections/${body.connection}/accounts`;

		backend.restart({ ENCRYPTION_KEYS: `${fresh},${old}` });
		expect((await backend.read(accounts)).status).toBe(200);
		expect((await backend.post('/v1/bank_account_tokens', tokens)).body).toMatchObject({
			connection: body.connection,
		});
		backend.restart({ ENCRYPTION_KEYS: fresh });
		expect((await backend.read(accounts)).body).toMatchObject({ error: { code: 'configuration_invalid' } });
		expect(backend.log.at(-1)).toContain('\\"k1\\", which ENCRYPTION_KEYS no longer has');
	});
});
