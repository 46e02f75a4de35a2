/** A database that is older than the Worker. */
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { neededSchema } from '../../worker/store/schema-version.ts';
import { connectAs, type ErrorBody, openBackend, tables } from './backend.ts';

const migrations = env.MIGRATIONS as unknown as { name: string; queries: string[] }[];
const numberOf = (name: string) => Number(name.split('_')[0]);

describe('the version of the schema', () => {
	it('is the number of the newest migration, and each migration since the fifth inserts its own', () => {
		expect(neededSchema).toBe(Math.max(...migrations.map(({ name }) => numberOf(name))));
		for (const { name, queries } of migrations) {
			const number = numberOf(name);
			if (number < 5) continue;
			const insert = new RegExp(`insert or ignore into .?schema_versions.? values \\(${number}\\)`, 'i');
			expect(
				queries.some((query) => insert.test(query)),
				`${name} inserts ${number}`,
			).toBe(true);
		}
	});
});

/** A binding that no other test has used: the Worker checks the schema once for each. */
const anew = (database: D1Database): D1Database =>
	new Proxy(database, {
		get(target, name) {
			const value = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});

describe('a Worker on an older schema', () => {
	afterEach(async () => {
		await env.DB.prepare('insert or ignore into schema_versions values (?)').bind(neededSchema).run();
	});

	it('refuses every request before it does anything, and names the command to run (schema_outdated)', async () => {
		const backend = await openBackend({ database: anew });
		await env.DB.prepare('delete from schema_versions').run();
		const before = await Promise.all(tables.map((table) => backend.rows(table)));
		for (const ask of [
			() => backend.post('/v1/link_tokens', {}),
			() => backend.send('/v1/sessions', { client_user_id: 'user_1' }, { 'Idempotency-Key': 'a' }),
			() => backend.read('/v1/connections'),
		]) {
			const { status, body } = await ask();
			const { error } = body as unknown as ErrorBody;
			expect([status, error.code, error.retryable]).toEqual([503, 'schema_outdated', false]);
			expect(error.message).toContain('npx wrangler d1 migrations apply DB');
		}
		expect(await Promise.all(tables.map((table) => backend.rows(table)))).toEqual(before);
		const health = await backend.health();
		expect(health.status).toBe(503);
		expect(health.text).toContain('npx wrangler d1 migrations apply DB');
	});

	it('that lacks a column refuses without a retry, wherever it is found out', async () => {
		const backend = await openBackend();
		const { connection } = await connectAs(backend, 'user_1');
		await env.DB.prepare('alter table connections rename column metadata to elsewhere').run();
		try {
			const { body } = await backend.send(`/v1/connections/${connection}`, { metadata: { a: '1' } });
			expect((body as unknown as ErrorBody).error).toMatchObject({
				code: 'schema_outdated',
				retryable: false,
			});
		} finally {
			await env.DB.prepare('alter table connections rename column elsewhere to metadata').run();
		}
	});
});
