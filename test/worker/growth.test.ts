/**
 * What the routes cost at D1, among a hundred connections and among 100,000: the rows that their own statements read
 * and write, as D1 counts (and bills) them. The table that comes of it stands in `docs/limits.md`; where it is not this one,
 * the test shows the right one.
 */
import Stripe from 'stripe';
import { expect, it } from 'vitest';
import page from '../../docs/limits.md?raw';
import type { Payment } from '../../worker/contract.ts';
import type { EventMessage } from '../../worker/events/enqueue.ts';
import { type Backend, connectAs, finishLink, openBackend } from './backend.ts';
import { createSigner, keysOf } from './plaid-signer.ts';

type Cost = { read: number; written: number };

/** D1, adding up what each statement cost. */
function counting(database: D1Database, cost: Cost): D1Database {
	return new Proxy(database, {
		get(target, name) {
			if (name === 'batch')
				return async (statements: D1PreparedStatement[]) => {
					const results = await target.batch(statements);
					for (const { meta } of results) {
						cost.read += meta.rows_read;
						cost.written += meta.rows_written;
					}
					return results;
				};
			const value = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

const few = 100;
const many = 100_000;
const hourMs = 60 * 60 * 1000;

/** Connections from the `from`th to the `to`th, two to a user, each with what has happened to it this month. */
async function fill({ database, sandbox }: Backend, from: number, to: number): Promise<void> {
	const now = sandbox.clock.now();
	const id = (prefix: string) => `'${prefix}_' || printf('%032x', i)`;
	/** Before and behind whatever ids Plaid gives: looking one up reads the one behind it, too. */
	const item = "iif(i % 2, '!', '~') || i";
	/** The same for authorizations, whose ids are random. */
	const authorization = "iif(i % 2, 'auth_', 'auth_~') || printf('%032x', i)";
	/** Spread over the thirty days that are kept. */
	const when = `${now - 30 * 24 * hourMs} + i * ${Math.floor((29 * 24 * hourMs) / many)}`;
	const told = JSON.stringify({
		connection: 'conn_0',
		client_user_id: 'user_1',
		stripe_customer: null,
		status: 'active',
		bank_account_token: 'fresh',
		disconnect_at: null,
	});
	const tables = {
		connections: `(id, item_id, access_token, client_user_id, status, status_since, account_id, account_name,
				account_mask, institution_id, livemode, created_at, updated_at)
			select ${id('conn')}, ${item}, 'v1.k1.x.x', 'user_' || (i / 2), iif(i % 3, 'login_required', 'active'),
				0, 'account_' || i, 'Plaid Checking', '0000', 'ins_1', 0, ${when}, ${when} from n`,
		events: `(id, type, connection_id, data, created_at, queued_at, delivered_at)
			select ${id('evt')}, 'connection.created', ${id('conn')}, '${told}', ${when}, ${when}, ${when} from n`,
		webhooks: `(id, source, type, item_id, body, occurred_at, received_at)
			select ${id('wh')}, 'plaid', 'ITEM.ERROR', ${item}, 'v1.k1.x.x', ${when}, ${when} from n`,
		exchanges: `(id, public_token_hash, link_token_hash, step, lease_until, unsettled_calls, created_at, updated_at)
			select ${id('exch')}, 'hash_' || i, 'hash_' || i, 'tokenized', 0, 0, ${now}, ${now} from n`,
		link_sessions: `(link_token_hash, origin, allow_duplicates, created_at, expires_at)
			select 'hash_' || i, 'https://shop.example', 0, ${now}, ${now + 4 * hourMs} from n`,
		sessions: `(id, secret_hash, client_user_id, allow_duplicates, created_at, expires_at)
			select ${id('sess')}, 'hash_' || i, 'user_' || (i / 2), 0, ${now}, ${now + hourMs} from n`,
		authorizations: `(id, connection_id, link_token_hash, kind, shown, text_version, accepted_at, livemode, created_at)
			select ${id('auth')}, ${id('conn')}, 'hash_' || i, 'recurring', 'v1.k1.x.x', '1', ${when}, 0, ${when} from n`,
		payments: `(id, key_hash, request, connection_id, authorization_id, amount, purpose, metadata, status,
				status_since, lease_until, payment_intent, livemode, created_at, updated_at)
			select ${id('pay')}, 'hash_' || i, 'x', ${id('conn')}, ${authorization}, 6000, 'goods', '{}', 'succeeded',
				0, 0, 'pi_' || i, 0, ${when}, ${when} from n`,
		idempotency_keys: `(key, request, lease_until, created_at) select 'key_' || i, 'x', 0, ${now} from n`,
	};
	const numbers = `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to})`;
	for (const [table, columns] of Object.entries(tables)) {
		await database.prepare(`${numbers} insert into ${table} ${columns}`).run();
	}
}

/** Each request, with a user and a connection of its own, by what it is called in the table. */
async function useEachRoute(backend: Backend, user: string, told: Told): Promise<void> {
	const { post, read, send, sandbox } = backend;
	const pages = async (list: string, name = list) => {
		const first = await told(`GET ${name}`, () => read<{ next_cursor: string }>(list));
		await told('the page after it', () => read(`${list}&cursor=${first.body.next_cursor}`));
	};
	const { session, connection, tokens: shopper } = await connectAs(backend, user, { name: 'Ada' });
	const path = `/v1/connections/${connection}`;

	await told('POST /v1/sessions', () => send('/v1/sessions', { client_user_id: user }));
	await told('POST /v1/link_tokens, with a session', () => post('/v1/link_tokens', { session }));
	const tokens = await finishLink(backend, { session });
	await told('POST /v1/bank_account_tokens', () => post('/v1/bank_account_tokens', tokens));
	await told('the same again: the stored answer', () => post('/v1/bank_account_tokens', tokens));
	await told('POST /v1/link_tokens, to repair', () => post('/v1/link_tokens', { session, connection }));

	await told('GET /v1/connections/:id', () => read(path));
	await pages('/v1/connections?limit=20');
	await pages('/v1/connections?limit=20&status=login_required');
	await told('GET /v1/connections?client_user_id=…', () => read(`/v1/connections?client_user_id=${user}`));
	await told('POST /v1/connections/:id', () => send(path, { metadata: { a: 'b' } }));
	const keyed = () => send(path, { metadata: { b: 'c' } }, { 'Idempotency-Key': `of-${user}` });
	await told('the same with an Idempotency-Key', keyed);
	await told('the same again', keyed);
	await told('GET /v1/connections/:id/accounts', () => read(`${path}/accounts`));
	await told('POST /v1/connections/:id/bank_account_tokens', () => send(`${path}/bank_account_tokens`));

	const about = { link_token: shopper.link_token, connection };
	const offer = await told('POST /v1/authorizations', () =>
		post<{ authorization: string }>('/v1/authorizations', about),
	);
	await told('the same, accepted', () =>
		post('/v1/authorizations', { ...about, accept: offer.body.authorization }),
	);
	await told('GET /v1/authorizations/:id', () => read(`/v1/authorizations/${offer.body.authorization}`));
	const debit = { connection, amount: 6_000, purpose: 'goods' };
	const pay = () => send<Payment>('/v1/payments', debit, { 'Idempotency-Key': `pays-${user}` });
	const { body: payment } = await told('POST /v1/payments', pay);
	await told('the same again', pay);
	await told('GET /v1/payments/:id', () => read(`/v1/payments/${payment.id}`));
	await pages('/v1/payments?limit=20');
	await told('GET /v1/payments?connection=…', () => read(`/v1/payments?connection=${connection}`));
	await sandbox.fetch(`http://localhost:8788/_sandbox/payments/${payment.stripe.payment_intent}`, {
		method: 'POST',
		body: JSON.stringify({ outcome: 'succeeded' }),
	});
	await told('POST /v1/payments/:id/refunds', () =>
		send(`/v1/payments/${payment.id}/refunds`, { amount: 1_000 }, { 'Idempotency-Key': `back-${user}` }),
	);

	const tell = await teller(backend, connection);
	const pending = { disconnect_time: '2027-01-15T13:25:17Z' };
	for (const [code, more] of [
		['PENDING_DISCONNECT', pending],
		['LOGIN_REPAIRED', {}],
		['NEW_ACCOUNTS_AVAILABLE', {}],
		['UNKNOWN', {}],
	] as const) {
		await sandbox.clock.advance('1s');
		const webhook = await tell(code, more);
		await told(`POST /webhooks/plaid: ${code}`, webhook);
		if (code === 'PENDING_DISCONNECT') await told('the same again', webhook);
	}
	await told('POST /webhooks/stripe', await stripeTeller(backend, `evt_${user}`));

	await pages('/v1/events?limit=20');
	await told('GET /v1/events?connection=…', () => read(`/v1/events?connection=${connection}`));
	const event = (await backend.rows('events')).find(({ connection_id }) => connection_id === connection);
	await told('POST /v1/events/:id/send', () => send(`/v1/events/${event?.id}/send`));
	const deliver = async (id: unknown) => {
		const message = { body: { event: id }, attempts: 1, ack() {}, retry() {} };
		await backend.queue({ queue: 'events', messages: [message] } as unknown as MessageBatch<EventMessage>);
	};
	await told('an event, taken from the queue and delivered', () => deliver(event?.id));
	await told('DELETE /v1/connections/:id', () => send(path, {}, { method: 'DELETE' }));
	await backend.settled();
	// An event that waits costs a row each minute.
	const waiting = await backend.database.prepare('select id from events where delivered_at is null').all();
	for (const { id } of waiting.results) await deliver(id);
	await told('GET /health', () => backend.health());
	// A job notes its success every few minutes: not in the second of these two runs.
	await backend.clock('* * * * *');
	await told('the clock, each minute', () => backend.clock('* * * * *'));
	// Stripe's events of the last hour are looked at each hour, so let them be older.
	await sandbox.clock.advance('2h');
	await backend.clock('17 * * * *');
	await told('the clock, each hour', () => backend.clock('17 * * * *'));
}
type Told = <Answer>(what: string, work: () => Promise<Answer>) => Promise<Answer>;

const signer = await createSigner();

/** Plaid's webhooks about this connection. */
async function teller({ ask, database, sandbox }: Backend, connection: string) {
	const item_id = await database
		.prepare('select item_id from connections where id = ?')
		.bind(connection)
		.first<string>('item_id');
	return async (webhook_code: string, more: object) => {
		const body = JSON.stringify({ webhook_type: 'ITEM', webhook_code, item_id, ...more });
		const token = await signer.sign(body, { iat: Math.floor(sandbox.clock.now() / 1000) });
		const headers = { 'Plaid-Verification': token };
		return () => ask('/webhooks/plaid', { method: 'POST', headers, body });
	};
}

const stripeSecret = 'whsec_of_the_endpoint';
async function stripeTeller({ ask, sandbox }: Backend, id: string) {
	const created = Math.floor(sandbox.clock.now() / 1000);
	const body = JSON.stringify({ id, object: 'event', type: 'charge.updated', created, data: { object: {} } });
	const signature = await new Stripe('sk_test_signs_only').webhooks.generateTestHeaderStringAsync({
		payload: body,
		secret: stripeSecret,
		timestamp: created,
	});
	return () => ask('/webhooks/stripe', { method: 'POST', headers: { 'Stripe-Signature': signature }, body });
}

/** Those of the table, without its head. */
const rowsOfPage = (/## Growth[^#]*?\|---\|.*\n((?:\|.*\n)+)/.exec(page)?.[1] ?? '').trimEnd().split('\n');

const eventsUrl = 'http://localhost:1/events';

it('is the same with 100,000 connections as with a hundred', async () => {
	const cost: Cost = { read: 0, written: 0 };
	const backend = await openBackend({
		database: (database) => counting(database, cost),
		fetch: (sandbox) => {
			const plaid = keysOf(() => [signer], [])(sandbox);
			return async (input, init) =>
				String(input) === eventsUrl ? new Response(null, { status: 200 }) : plaid(input, init);
		},
		variables: {
			STRIPE_WEBHOOK_SECRET: stripeSecret,
			EVENTS_URL: eventsUrl,
			EVENTS_SECRET: `whsec_${btoa('2'.repeat(32))}`,
		},
		bindings: { EVENTS: { sendBatch: async () => {} } as unknown as Queue<EventMessage> },
	});
	for (const cron of ['* * * * *', '17 * * * *']) await backend.clock(cron);

	const rowsOf = async (user: string) => {
		const rows: string[] = [];
		await useEachRoute(backend, user, async (what, work) => {
			await backend.settled();
			Object.assign(cost, { read: 0, written: 0 });
			const answer = await work();
			await backend.settled();
			rows.push(`| ${what.replace(/^[A-Z]+ \S+?(?=[,:]?( |$))/, '`$&`')} | ${cost.read} | ${cost.written} |`);
			if (answer && typeof answer === 'object' && 'status' in answer)
				expect([200, 201, 202], JSON.stringify(answer)).toContain(answer.status);
			return answer;
		});
		return rows;
	};
	await fill(backend, 1, few);
	const amongFew = await rowsOf('user_20_a');
	await fill(backend, few + 1, many);
	expect(await rowsOf('user_20_b')).toEqual(amongFew);
	expect(rowsOfPage).toEqual(amongFew);
}, 120_000);
