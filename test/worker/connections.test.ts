import { beforeEach, describe, expect, it } from 'vitest';
import type { Connection, ConnectionsAnswer } from '../../worker/contract.ts';
import { type Backend, connectAs, type ErrorBody, openBackend, stripePath } from './backend.ts';

let backend: Backend;
beforeEach(async () => {
	backend = await openBackend();
});
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const read = async (id: string) => (await backend.read<Connection>(`/v1/connections/${id}`)).body;
const list = (query = '') => backend.read<ConnectionsAnswer & ErrorBody>(`/v1/connections${query}`);
const remove = (id: string) => backend.send(`/v1/connections/${id}`, {}, { method: 'DELETE' });

describe('the list of connections', () => {
	/** Rows as the exchange leaves them, without its work. */
	async function fill(count: number, user = 'user_1'): Promise<string[]> {
		const ids = Array.from({ length: count }, (_, n) => `conn_${n.toString(16).padStart(32, '0')}`);
		const insert = backend.database.prepare(
			`insert into connections (id, item_id, access_token, client_user_id, status, status_since, livemode, created_at, updated_at)
			 values (?, ?, 'v1.k1.x.x', ?, ?, 0, 0, ?, 0)`,
		);
		await backend.database.batch(
			// Several in one millisecond: the id decides then.
			ids.map((id, n) =>
				insert.bind(id, `item_${n}`, user, n % 2 ? 'active' : 'login_required', 1_000 + Math.floor(n / 3)),
			),
		);
		return ids.reverse();
	}

	it('comes page by page, newest first, each one once, whatever is added meanwhile', async () => {
		const ids = await fill(25);
		const seen: string[] = [];
		let cursor = '';
		for (let page = 0; page < 4; page++) {
			const { body } = await list(`?limit=10${cursor && `&cursor=${cursor}`}`);
			seen.push(...body.connections.map(({ id }) => id));
			if (page === 0) await connectAs(backend, 'user_of_the_meantime');
			if (body.next_cursor === null) break;
			cursor = body.next_cursor;
		}
		expect(seen).toEqual(ids);
	});

	it('has a last page that says so, and is empty where there is nothing', async () => {
		expect((await list()).body).toMatchObject({ connections: [], next_cursor: null });
		await fill(20);
		expect((await list()).body.next_cursor).toBeNull();
		expect((await list('?limit=19')).body.next_cursor).not.toBeNull();
	});

	it('is one user’s or one status’s where it is asked for so', async () => {
		await fill(6);
		const { connection } = await connectAs(backend, 'user_2');
		expect((await list('?client_user_id=user_2')).body.connections.map(({ id }) => id)).toEqual([connection]);
		expect((await list('?client_user_id=user_1&status=active')).body.connections).toHaveLength(3);
		expect((await list('?client_user_id=nobody')).body.connections).toEqual([]);
	});

	it.each([
		['?limit=0', 'limit'],
		['?limit=101', 'limit'],
		['?limit=ten', 'limit'],
		['?cursor=nonsense', 'cursor'],
		["?cursor=1.conn_' or 1=1", 'cursor'],
		['?status=well', 'status'],
	])('asked by %s is refused for its %s', async (query, param) => {
		const answer = await list(query);
		expect([answer.status, code(answer), answer.body.error.param]).toEqual([400, 'parameter_invalid', param]);
	});
});

describe('a connection', () => {
	it('of nobody is claimed once, and gets a Customer and data of the merchant’s', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		await backend.database.prepare('update connections set client_user_id = null').run();
		const path = `/v1/connections/${connection}`;
		const claimed = await backend.send(path, {
			client_user_id: 'user_7',
			stripe_customer: 'cus_7',
			metadata: { order: '12', shop: 'north' },
		});
		expect([claimed.status, claimed.body]).toMatchObject([
			200,
			{ client_user_id: 'user_7', stripe_customer: 'cus_7', metadata: { order: '12', shop: 'north' } },
		]);
		expect((await backend.send(path, { metadata: { order: null, basket: '3' } })).body).toMatchObject({
			metadata: { shop: 'north', basket: '3' },
		});
		expect((await backend.send(path, { client_user_id: 'user_7' })).status).toBe(200);
		const again = await backend.send(path, { client_user_id: 'user_8', metadata: { shop: 'south' } });
		expect([again.status, code(again)]).toEqual([409, 'connection_claimed']);
		expect(await read(connection)).toMatchObject({ client_user_id: 'user_7', metadata: { shop: 'north' } });
	});

	it.each([
		[{ metadata: { ['n'.repeat(41)]: 'x' } }],
		[{ metadata: { note: 'x'.repeat(501) } }],
		[{ metadata: { note: 7 } }],
		[{ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`n${n}`, 'x'])) }],
	])('takes no data beyond its bounds: %#', async (body) => {
		const { connection } = await connectAs(backend, 'user_1');
		expect(code(await backend.send(`/v1/connections/${connection}`, body))).toBe('parameter_invalid');
	});

	it('has at most fifty names, those that are there included', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const names = (from: number, count: number) =>
			Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${from + n}`, 'x']));
		const path = `/v1/connections/${connection}`;
		expect((await backend.send(path, { metadata: names(0, 50) })).status).toBe(200);
		expect(code(await backend.send(path, { metadata: names(50, 1) }))).toBe('parameter_invalid');
	});

	it('gives a fresh bank account token at any time, and is in order again with it', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		await backend.database.prepare("update connections set bank_account_token_state = 'renew'").run();
		expect(await read(connection)).toMatchObject({ bank_account_token: 'renew' });
		await backend.sandbox.clock.advance('1m');
		const fresh = await backend.send<{ bank_account_token: string }>(
			`/v1/connections/${connection}/bank_account_tokens`,
		);
		expect([fresh.status, fresh.body]).toMatchObject([
			200,
			{ connection, bank_account_token: expect.stringMatching(/^btok_/), account: { mask: '0000' } },
		]);
		expect(backend.calls(stripePath)).toHaveLength(2);
		expect(await read(connection)).toMatchObject({ bank_account_token: 'fresh' });
	});

	it('gives none for an account that is not the bank login’s', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const answer = await backend.send(`/v1/connections/${connection}/bank_account_tokens`, {
			account_id: 'somebody-else-s',
		});
		expect(code(answer)).toBe('account_not_found');
	});
});

describe('a removal', () => {
	it('is done at Plaid first, then here, and nothing of the access is left', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const removed = await remove(connection);
		expect([removed.status, removed.body]).toMatchObject([200, { id: connection, status: 'removed' }]);
		expect(backend.calls('/item/remove')).toHaveLength(1);
		expect(await backend.rows('connections')).toMatchObject([{ access_token: '', status: 'removed' }]);
		expect((await remove(connection)).status).toBe(200);
		expect(backend.calls('/item/remove')).toHaveLength(1);
	});

	it('is well where Plaid has removed it already', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const fault = { plaid_error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_NOT_FOUND' } };
		backend.sandbox.faults.add({ path: '/item/remove', times: 1, fault });
		expect((await remove(connection)).body).toMatchObject({ status: 'removed' });
	});

	it('whose answer was lost is done once it is asked for again', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		backend.sandbox.faults.add({ path: '/item/remove', fault: { cut: 'after' } });
		expect(code(await remove(connection))).toBe('plaid_unavailable');
		expect(await read(connection)).toMatchObject({ status: 'active' });
		backend.sandbox.faults.clear();
		expect((await remove(connection)).body).toMatchObject({ status: 'removed' });
	});

	it('that Plaid refuses removes nothing here', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const fault = { plaid_error: { error_type: 'INVALID_INPUT', error_code: 'INVALID_API_KEYS' } };
		backend.sandbox.faults.add({ path: '/item/remove', fault });
		expect(code(await remove(connection))).toBe('plaid_credentials_invalid');
		expect(await read(connection)).toMatchObject({ status: 'active' });
	});

	it.each([
		['GET', '/accounts'],
		['GET', '/transactions'],
		['POST', '/bank_account_tokens'],
		['POST', ''],
	])('is told to whoever asks for more: %s %s', async (method, path) => {
		const { connection } = await connectAs(backend, 'user_1');
		await remove(connection);
		const at = `/v1/connections/${connection}${path}`;
		const answer = method === 'GET' ? await backend.read(at) : await backend.send(at);
		expect([answer.status, code(answer)]).toEqual([410, 'connection_removed']);
	});
});
