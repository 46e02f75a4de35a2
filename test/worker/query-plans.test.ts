/** Every statement that the Worker runs, as D1 sees it: by an index, however full the tables are. */
import { describe, expect, it } from 'vitest';
import type { ConnectionsAnswer, EventsAnswer, Payment, PaymentsAnswer } from '../../worker/contract.ts';
import type { EventMessage } from '../../worker/events/enqueue.ts';
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
	const { session, connection, tokens } = await connectAs(backend, 'user_1', { name: 'Ada' });
	await payAll(backend, connection, tokens.link_token);
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
	await backend.health();
	await backend.send(path, {}, { method: 'DELETE' });
	await backend.sandbox.clock.advance('5m');
	await backend.clock('* * * * *');
	await backend.clock('17 * * * *');
	await backend.settled();
}

/** A debit that came back for lack of money, one that was given back in part and disputed, one that was canceled. */
async function payAll(backend: Backend, connection: string, link_token: string): Promise<void> {
	const about = { link_token, connection };
	const offer = await backend.post('/v1/authorizations', about);
	await backend.post('/v1/authorizations', { ...about, accept: offer.body.authorization });
	const debit = { connection, amount: 5_000, purpose: 'goods', check_balance: 'preferred' };
	const pay = async (key: string) =>
		(await backend.send<Payment>('/v1/payments', debit, { 'Idempotency-Key': key })).body;
	const settle = ({ stripe }: Payment, outcome: string) =>
		backend.sandbox.fetch(`http://localhost:8788/_sandbox/payments/${stripe.payment_intent}`, {
			method: 'POST',
			body: JSON.stringify({ outcome }),
		});
	backend.sandbox.faults.add({
		path: '/v1/payment_intents',
		method: 'POST',
		times: 1,
		fault: { status: 429 },
	});
	await pay('a');
	const returned = await pay('a');
	await settle(returned, 'insufficient_funds');
	await backend.sandbox.clock.advance('2h');
	await backend.clock('* * * * *');
	const canceled = await pay('b');
	await backend.send(`/v1/payments/${canceled.id}/cancel`);
	const given = await pay('c');
	await settle(given, 'succeeded');
	await backend.send(`/v1/payments/${given.id}/refunds`, { amount: 100 }, { 'Idempotency-Key': 'r' });
	await settle(given, 'dispute');
	await settle(given, 'blocked');
	await backend.clock('17 * * * *');
	for (const query of ['', `&connection=${connection}`]) {
		const { body } = await backend.read<PaymentsAnswer>(`/v1/payments?limit=1${query}`);
		await backend.read(`/v1/payments?limit=1${query}&cursor=${body.next_cursor}`);
		await backend.read(`/v1/payments/${body.payments[0]?.id}`);
	}
	await backend.read(`/v1/authorizations/${offer.body.authorization}`);
	await backend.send(`/v1/authorizations/${offer.body.authorization}/revoke`);
}

/** Small ones that hold a handful of rows whatever happens. */
const small = /\b(misconfigurations|marks|jobs)\b/;
/** Sorts what it has found by an index, and that is never more than a connection's own few. */
const few = /from authorizations\s+where connection_id = \?/;

async function openNoting() {
	const statements = new Set<string>();
	const signer = await createSigner();
	const EVENTS = { sendBatch: async () => {} } as unknown as Queue<EventMessage>;
	const backend = await openBackend({
		database: (database) => noting(database, statements),
		fetch: keysOf(() => [signer], []),
		variables: {
			STRIPE_WEBHOOK_SECRET: 'whsec_x',
			EVENTS_URL: 'http://localhost:1',
			EVENTS_SECRET: `whsec_${btoa('2'.repeat(32))}`,
		},
		bindings: { EVENTS },
	});
	return { backend, signer, statements };
}

describe('the statements of the store', () => {
	it('all find their rows by an index', async () => {
		const { backend, signer, statements } = await openNoting();
		await useEverything(backend, signer);
		expect(statements.size).toBeGreaterThan(70);
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
				if (/TEMP B-TREE/.test(detail) && !few.test(text)) scans.push(`${detail}: ${text}`);
			}
		}
		expect(scans).toEqual([]);
	}, 60_000);
});
