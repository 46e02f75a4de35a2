/** Every statement that the Worker runs, as D1 sees it: by an index, however full the tables are. */
import { describe, expect, it } from 'vitest';
import type { ConnectionsAnswer, EventsAnswer } from '../../worker/contract.ts';
import type { EventMessage } from '../../worker/events/announce.ts';
import { type Backend, connectAs, openBackend } from './backend.ts';
import { createSigner, keysOf, type Signer } from './plaid-signer.ts';

/** D1, noting the text of each statement that is prepared. */
function noting(database: D1Database, statements: Set<string>): D1Database {
	return new Proxy(database, {
		get(target, name) {
			if (name === 'prepare')
				return (text: string) => {
					statements.add(text);
					return target.prepare(text);
				};
			const value = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

async function useEverything(backend: Backend, signer: Signer): Promise<void> {
	const { session, connection } = await connectAs(backend, 'user_1');
	const { body } = await backend.post<{ link_token: string }>('/v1/link_tokens', { session, connection });
	await backend.post('/v1/bank_account_tokens', {
		link_token: body.link_token,
		public_token: 'public-again',
	});
	await backend.post('/v1/bank_account_tokens', {
		link_token: (await backend.post<{ link_token: string }>('/v1/link_tokens', { session })).body.link_token,
		public_token: 'public-unknown',
		institution_id: 'ins_109508',
		account_name: 'Plaid Checking',
		account_mask: '0000',
	});
	const path = `/v1/connections/${connection}`;
	await backend.read(path);
	await backend.read(`${path}/accounts?balances=live`);
	await backend.send(path, { client_user_id: 'user_1', metadata: { a: '1' } });
	await backend.send(`${path}/bank_account_tokens`, {}, { 'Idempotency-Key': 'a' });
	for (const query of [
		'',
		'&client_user_id=user_1',
		'&status=active',
		'&client_user_id=user_1&status=active',
	]) {
		const first = await backend.read<ConnectionsAnswer>(`/v1/connections?limit=1${query}`);
		await backend.read(`/v1/connections?limit=1${query}&cursor=${first.body.next_cursor ?? '1.conn_0'}`);
	}
	for (const query of ['', `&connection=${connection}`]) {
		const first = await backend.read<EventsAnswer>(`/v1/events?limit=1${query}`);
		const id = first.body.events[0]?.id ?? '';
		await backend.read(`/v1/events?limit=1${query}&cursor=${first.body.next_cursor ?? '1.evt_0'}`);
		await backend.send(`/v1/events/${id}/send`);
		const message = { body: { event: id }, attempts: 1, ack() {}, retry() {} };
		for (const queue of ['events', 'events-dead'])
			await backend.queue({ queue, messages: [message] } as unknown as MessageBatch<EventMessage>);
	}
	const [row] = await backend.rows('connections');
	for (const webhook_code of ['USER_PERMISSION_REVOKED', 'LOGIN_REPAIRED', 'NEW_ACCOUNTS_AVAILABLE']) {
		const text = JSON.stringify({ webhook_type: 'ITEM', webhook_code, item_id: row?.item_id });
		const token = await signer.sign(text, { iat: Math.floor(backend.sandbox.clock.now() / 1000) });
		await backend.ask('/webhooks/plaid', {
			method: 'POST',
			headers: { 'Plaid-Verification': token },
			body: text,
		});
	}
	await backend.ask('/health');
	await backend.send(path, {}, { method: 'DELETE' });
	await backend.sandbox.clock.advance('5m');
	await backend.clock('* * * * *');
	await backend.clock('17 * * * *');
	await backend.settled();
}

/** Small ones that hold a handful of rows whatever happens. */
const small = /\b(misconfigurations|marks)\b/;

async function openNoting() {
	const statements = new Set<string>();
	const signer = await createSigner();
	const EVENTS = { sendBatch: async () => {} } as unknown as Queue<EventMessage>;
	const backend = await openBackend({
		database: (database) => noting(database, statements),
		fetch: keysOf(() => [signer], []),
		variables: { EVENTS_URL: 'http://localhost:1', EVENTS_SECRET: `whsec_${btoa('2'.repeat(32))}` },
		bindings: { EVENTS },
	});
	return { backend, signer, statements };
}

describe('the statements of the store', () => {
	it('find their rows by an index, each one of them', async () => {
		const { backend, signer, statements } = await openNoting();
		await useEverything(backend, signer);
		expect(statements.size).toBeGreaterThan(40);
		const scans: string[] = [];
		for (const text of statements) {
			const { results } = await backend.database
				.prepare(`explain query plan ${text}`)
				.bind(...Array.from(text.matchAll(/\?/g), () => 1))
				.all<{ detail: string }>();
			for (const { detail } of results) {
				const scanned = /^SCAN (\w+)/.exec(detail)?.[1];
				const byIndex = /USING (COVERING )?INDEX/.test(detail);
				if (scanned && !byIndex && !small.test(scanned) && scanned !== 'json_each' && scanned !== 'CONSTANT')
					scans.push(`${detail}: ${text}`);
				if (/TEMP B-TREE/.test(detail)) scans.push(`${detail}: ${text}`);
			}
		}
		expect(scans).toEqual([]);
	});
});
