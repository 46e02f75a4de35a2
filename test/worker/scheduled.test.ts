import { describe, expect, it } from 'vitest';
import {
	type Backend,
	connectAs,
	encryptionKey,
	exchangePath,
	finishLink,
	linkEverything,
	openBackend,
	stripePath,
	variables,
} from './backend.ts';
import { eventTypes, openShop } from './shop.ts';

const eachMinute = '* * * * *';
const eachHour = '17 * * * *';

describe('an exchange that stopped after the access token was stored', () => {
	it('is finished by a scheduled job if the shopper never returns', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		backend.sandbox.faults.add({ path: stripePath, fault: { cut: 'before' } });
		await backend.post('/v1/bank_account_tokens', tokens);
		expect(await backend.rows('exchanges')).toMatchObject([{ step: 'exchanged' }]);

		await backend.clock(eachMinute);
		expect(await backend.rows('exchanges')).toMatchObject([{ step: 'exchanged' }]);
		backend.sandbox.faults.clear();
		await backend.sandbox.clock.advance('2m');
		await backend.clock(eachMinute);
		expect(await backend.rows('exchanges')).toMatchObject([{ step: 'tokenized' }]);
		expect(backend.calls(exchangePath)).toHaveLength(1);
		const [row] = await backend.rows('connections');
		const late = await backend.post('/v1/bank_account_tokens', tokens);
		expect([late.status, late.body]).toMatchObject([200, { connection: row?.id }]);
		expect((await backend.rows('events')).map(({ type }) => type)).toEqual(['connection.created']);
	});

	it('and needs the shopper to choose an account is retried at growing intervals, for a day', async () => {
		const backend = await openBackend();
		await backend.post('/v1/bank_account_tokens', await linkEverything(backend));
		const tries = () => backend.calls('/accounts/get').length;
		const before = tries();
		for (let minute = 0; minute < 60; minute++) {
			await backend.sandbox.clock.advance('1m');
			await backend.clock(eachMinute);
		}
		expect(tries() - before).toBeGreaterThan(2);
		expect(tries() - before).toBeLessThan(12);
		await backend.sandbox.clock.advance('1d');
		const afterADay = tries();
		await backend.clock(eachMinute);
		expect(tries()).toBe(afterADay);
	});

	it('is left alone while its lease lasts', async () => {
		const backend = await openBackend();
		backend.sandbox.faults.add({ path: stripePath, fault: { cut: 'before' } });
		await backend.post('/v1/bank_account_tokens', await finishLink(backend));
		await backend.sandbox.clock.advance('5m');
		await backend.database
			.prepare("update exchanges set owner = 'alive', lease_until = ?")
			.bind(backend.sandbox.clock.now() + 10_000)
			.run();
		backend.sandbox.faults.clear();
		await backend.clock(eachMinute);
		expect(await backend.rows('exchanges')).toMatchObject([{ step: 'exchanged', owner: 'alive' }]);
	});
});

describe('an exchange that cannot be finished', () => {
	async function openHalfWay() {
		const backend = await openBackend();
		await backend.post('/v1/bank_account_tokens', await linkEverything(backend));
		await backend.sandbox.clock.advance('23h');
		await backend.clock(eachMinute);
		expect(await backend.rows('connections')).toMatchObject([{ status: 'active', account_id: null }]);
		await backend.sandbox.clock.advance('61m');
		return backend;
	}
	const eventTypes = async (backend: Backend) => (await backend.rows('events')).map(({ type }) => type);

	it('is given up after a day: its Item is removed at Plaid, and the merchant is notified', async () => {
		const backend = await openHalfWay();
		await backend.clock(eachMinute);
		expect(backend.calls('/item/remove').map(({ status }) => status)).toEqual([200]);
		expect(await backend.rows('connections')).toMatchObject([{ status: 'removed', access_token: '' }]);
		expect(await eventTypes(backend)).toEqual(['connection.removed']);
		await backend.sandbox.clock.advance('1h');
		await backend.clock(eachMinute);
		expect(backend.calls('/item/remove')).toHaveLength(1);
	});

	it('keeps its row until Plaid has removed the Item, however long Plaid is down', async () => {
		const backend = await openHalfWay();
		backend.sandbox.faults.add({ path: '/item/remove', fault: { cut: 'before' } });
		for (let day = 0; day < 4; day++) {
			await backend.clock(eachMinute);
			await backend.clock('47 * * * *');
			await backend.sandbox.clock.advance('1d');
		}
		expect(await backend.rows('connections')).toMatchObject([{ status: 'active' }]);
		backend.sandbox.faults.clear();
		await backend.clock(eachMinute);
		expect(await backend.rows('connections')).toMatchObject([{ status: 'removed' }]);
		expect(await eventTypes(backend)).toEqual(['connection.removed']);
	});

	it('and is a repair leaves its connection as it is', async () => {
		const backend = await openBackend();
		const { session, connection } = await connectAs(backend, 'user_1');
		const { body } = await backend.post<{ link_token: string }>('/v1/link_tokens', { session, connection });
		backend.sandbox.faults.add({ path: stripePath, fault: { cut: 'before' } });
		await backend.post('/v1/bank_account_tokens', { ...body, public_token: 'public-of-the-repair' });
		await backend.database.prepare("update exchanges set step = 'exchanged'").run();
		await backend.sandbox.clock.advance('25h');
		await backend.clock(eachMinute);
		expect(await backend.rows('connections')).toMatchObject([{ status: 'active' }]);
		expect(backend.calls('/item/remove')).toEqual([]);
	});
});

describe('a moved PUBLIC_URL', () => {
	it('is where Plaid sends the webhooks of every Item, the older ones and those made with the old address', async () => {
		const backend = await openBackend({ variables: { PUBLIC_URL: 'https://old.shop.example' } });
		const run = async () => {
			await backend.sandbox.clock.advance('1m');
			await backend.clock(eachMinute);
		};
		await connectAs(backend, 'user_1');
		const removed = await connectAs(backend, 'user_2');
		await backend.send(`/v1/connections/${removed.connection}`, {}, { method: 'DELETE' });
		const late = await finishLink(backend);
		backend.restart({ PUBLIC_URL: 'https://new.shop.example' });
		backend.sandbox.faults.add({ path: '/item/webhook/update', fault: { cut: 'before' } });
		await run();
		backend.sandbox.faults.clear();
		await run();
		await backend.post('/v1/bank_account_tokens', late);
		await run();
		const updates = () => backend.calls('/item/webhook/update').filter(({ status }) => status === 200);
		expect(updates()).toHaveLength(2);
		await backend.sandbox.clock.advance('25h');
		for (let minute = 0; minute < 3; minute++) await run();
		expect(updates()).toHaveLength(2);
		expect(await backend.rows('marks')).toMatchObject([
			{ name: 'webhook_url', value: 'https://new.shop.example/webhooks/plaid all' },
		]);
	});
});

describe('a new encryption key', () => {
	it('replaces the old one in what is stored, so that the old one can be removed', async () => {
		const backend = await openBackend();
		const { connection } = await connectAs(backend, 'user_1');
		const removed = await connectAs(backend, 'user_2');
		await backend.send(`/v1/connections/${removed.connection}`, {}, { method: 'DELETE' });
		const keys = `k2:${encryptionKey(8)},${variables.ENCRYPTION_KEYS}`;
		backend.restart({ ENCRYPTION_KEYS: keys });
		expect((await backend.read(`/v1/connections/${connection}/accounts`)).status).toBe(200);

		await backend.clock(eachMinute);
		const sealed = (await backend.rows('connections')).map(({ access_token }) => String(access_token));
		expect(sealed.toSorted()).toEqual(['', expect.stringMatching(/^v1\.k2\./)]);
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)}` });
		expect((await backend.read(`/v1/connections/${connection}/accounts`)).status).toBe(200);
	});

	it('continues over several runs, and stops when it is through', async () => {
		const backend = await openBackend();
		await connectAs(backend, 'user_1');
		await backend.database
			.prepare(
				`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
				 insert into connections (id, item_id, access_token, status, status_since, livemode, created_at, updated_at)
				 select 'conn_' || printf('%032x', i), 'i' || i, '', 'removed', 0, 0, i, 0 from n`,
			)
			.run();
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)},${variables.ENCRYPTION_KEYS}` });
		for (let minute = 0; minute < 3; minute++) await backend.clock(eachMinute);
		const through = await backend.rows('marks');
		expect(through).toMatchObject([{ name: 'sealed_anew', value: expect.stringMatching(/^k2 all \d+$/) }]);
		await backend.sandbox.clock.advance('1h');
		await backend.clock(eachMinute);
		expect(await backend.rows('marks')).toEqual(through);
		const own = await backend.database
			.prepare("select access_token from connections where access_token <> ''")
			.first<string>('access_token');
		expect(own).toMatch(/^v1\.k2\./);
	});

	it('finds after a day what a Worker of the previous deployment encrypted with the old one meanwhile', async () => {
		const backend = await openBackend();
		const keys = `k2:${encryptionKey(8)},${variables.ENCRYPTION_KEYS}`;
		backend.restart({ ENCRYPTION_KEYS: keys });
		await backend.clock(eachMinute);
		backend.restart({ ENCRYPTION_KEYS: variables.ENCRYPTION_KEYS });
		const { connection } = await connectAs(backend, 'user_1');
		backend.restart({ ENCRYPTION_KEYS: keys });
		await backend.sandbox.clock.advance('25h');
		await backend.clock(eachMinute);
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)}` });
		expect((await backend.read(`/v1/connections/${connection}/accounts`)).status).toBe(200);
	});

	it('replaces the old one where it can, and logs what does not open', async () => {
		const backend = await openBackend();
		const { connection } = await connectAs(backend, 'user_1');
		await backend.database
			.prepare(
				`insert into connections (id, item_id, access_token, status, status_since, livemode, created_at, updated_at)
				 values ('conn_0', 'item', 'v1.k0.AAAA.AAAA', 'active', 0, 0, 0, 0)`,
			)
			.run();
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)},${variables.ENCRYPTION_KEYS}` });
		await backend.clock(eachMinute);
		expect(backend.log.join()).toMatch(/"task":"rotate_encryption_key","left":1,"cause":"[^,]*k0/);
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)}` });
		expect((await backend.read(`/v1/connections/${connection}/accounts`)).status).toBe(200);
	});
});

describe('an expired row', () => {
	it('is deleted: after a day, thirty days, or ninety for a removed connection', async () => {
		const backend = await openBackend();
		const standing = await connectAs(backend, 'user_1');
		const { connection } = await connectAs(backend, 'user_2');
		await backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		const counts = async () =>
			Object.fromEntries(
				await Promise.all(
					['sessions', 'link_sessions', 'exchanges', 'events', 'connections'].map(async (table) => [
						table,
						(await backend.rows(table)).length,
					]),
				),
			);
		await backend.sandbox.clock.advance('29h');
		await backend.clock(eachHour);
		expect(await counts()).toEqual({
			sessions: 0,
			link_sessions: 0,
			exchanges: 0,
			events: 3,
			connections: 2,
		});
		await backend.sandbox.clock.advance('31d');
		await backend.clock(eachHour);
		expect(await counts()).toMatchObject({ events: 0, connections: 2 });
		await backend.sandbox.clock.advance('60d');
		await backend.clock(eachHour);
		expect((await backend.rows('connections')).map(({ id }) => id)).toEqual([standing.connection]);
	});

	it('is not a connection whose payments can still change', async () => {
		const shop = await openShop();
		const { backend } = shop;
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		await backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		const ids = async () => (await backend.rows('connections')).map(({ id }) => id);
		for (const wait of ['100d', '70d']) {
			await backend.sandbox.clock.advance(wait);
			await backend.clock(eachHour);
		}
		expect(await ids()).toEqual([connection]);
		expect((await shop.refund(payment.id)).status).toBe(200);
		expect(await eventTypes(shop, 'payment.')).toEqual(['payment.refunded']);
		await backend.sandbox.clock.advance('71d');
		await backend.clock(eachHour);
		expect(await ids()).toEqual([]);
	});

	it('is an exchange that stopped, after two days, once its Item is removed', async () => {
		const backend = await openBackend();
		await backend.post('/v1/bank_account_tokens', await linkEverything(backend));
		const left = async () => [
			(await backend.rows('exchanges')).length,
			(await backend.rows('connections')).length,
		];
		await backend.sandbox.clock.advance('47h');
		await backend.clock(eachHour);
		expect(await left()).toEqual([1, 1]);
		await backend.sandbox.clock.advance('2h');
		await backend.clock(eachHour);
		expect(await left()).toEqual([1, 1]);
		await backend.clock(eachMinute);
		await backend.sandbox.clock.advance('2h');
		await backend.clock(eachHour);
		expect(await left()).toEqual([0, 1]);
	});

	it('of a failing job does not keep the other jobs from running', async () => {
		const backend = await openBackend();
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(8)},${variables.ENCRYPTION_KEYS}` });
		await backend.database.prepare('alter table exchanges rename to elsewhere').run();
		try {
			await backend.clock(eachMinute);
			expect(backend.log.join()).toContain('"task":"resume_exchanges"');
			expect(await backend.rows('marks')).toMatchObject([{ name: 'sealed_anew' }]);
		} finally {
			await backend.database.prepare('alter table elsewhere rename to exchanges').run();
		}
	});
});
