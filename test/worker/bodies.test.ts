/** Whatever is sent: one of the documented answers, in the one shape, and never a 500. */
import * as fc from 'fast-check';
import Stripe from 'stripe';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorCatalog } from '../../worker/contract.ts';
import type { Operation } from '../../worker/openapi/operation.ts';
import { operations } from '../../worker/openapi/operations.ts';
import { stripeEvent } from '../../worker/webhooks/stripe-effects.ts';
import {
	apiKey,
	type Backend,
	connectAs,
	type ErrorBody,
	finishLink,
	openBackend,
	origin,
} from './backend.ts';
import { createSigner, keysOf } from './plaid-signer.ts';

const runs = 1_000;
const stripeSecret = 'whsec_of_the_endpoint';
const signer = await createSigner();
let backend: Backend;
/** Good values of fields, to be spoilt: where a route knows a field of that name, it gets this one. */
let good: Record<string, unknown>;
/** One that there is, by the beginning of the path. */
let ids: [string, string | undefined][];

beforeAll(async () => {
	backend = await openBackend({
		fetch: keysOf(() => [signer], []),
		variables: { STRIPE_WEBHOOK_SECRET: stripeSecret },
	});
	const {
		session,
		connection,
		tokens: ours,
	} = await connectAs(backend, 'user_1', {
		name: 'Ada',
		authorization: { kind: 'recurring' },
	});
	const about = { link_token: ours.link_token, connection };
	const { body: offer } = await backend.post('/v1/authorizations', about);
	await backend.post('/v1/authorizations', { ...about, accept: offer.authorization });
	const debit = { connection, amount: 6000, purpose: 'goods' };
	await backend.send('/v1/payments', debit, { 'Idempotency-Key': 'the-first' });
	const tokens = await finishLink(backend);
	const newest = async (table: string) => String((await backend.rows(table)).at(-1)?.id ?? 'none');
	good = {
		...tokens,
		session,
		connection,
		language: 'en',
		redirect_uri: `${origin}/checkout`,
		institution_id: 'ins_1',
		account_name: 'a',
		account_mask: '0000',
		client_user_id: 'user_1',
		stripe_customer: 'cus_1',
		name: 'Ada',
		email: 'a@b.example',
		allow_duplicates: true,
		metadata: { a: 'b' },
		amount: 6000,
		currency: 'usd',
		purpose: 'goods',
		limit: '5',
		status: 'active',
		query: 'platypus',
		balances: 'cached',
	};
	ids = [
		['/v1/connections/', connection],
		['/v1/events/', await newest('events')],
		['/v1/payments/', await newest('payments')],
	];
});

const described = operations.map((operation) => ({
	operation,
	call: `${operation.method.toUpperCase()} ${operation.path}`,
}));
const withBody = described.filter(({ operation }) => operation.body);
const withoutBody = described.filter(({ operation }) => !operation.body && operation.by !== 'webhook');

/** The fields that it knows, of its body or its query. */
const fieldsOf = ({ body, query }: Operation): string[] =>
	Object.keys((query ?? (body as { entries?: object } | undefined))?.entries ?? {});

const nasty = fc.oneof(
	fc.constantFrom(
		'',
		'\u0000',
		'../..',
		"' or 1=1 --",
		'__proto__',
		'constructor',
		'\ud800',
		'🏦'.repeat(300),
		'x'.repeat(10_000),
		1e300,
		-0,
		null,
		true,
		[],
		{},
	),
	fc.string({ unit: 'binary' }),
	fc.double(),
	fc.jsonValue(),
);

/** A good request with something wrong in it; or something else altogether. */
const bodyFor = (operation: Operation): fc.Arbitrary<string> => {
	const fields = fieldsOf(operation);
	const right = Object.fromEntries(fields.filter((name) => name in good).map((name) => [name, good[name]]));
	const name = fields.length > 0 ? fc.oneof(fc.constantFrom(...fields), fc.string()) : fc.string();
	const spoilt = fc.array(fc.tuple(name, nasty, fc.boolean()), { maxLength: 4 }).map((changes) => {
		const body: Record<string, unknown> = { ...right };
		for (const [field, value, left] of changes) {
			if (left) delete body[field];
			else Object.defineProperty(body, field, { value, enumerable: true, configurable: true });
		}
		return JSON.stringify(body);
	});
	const cut = fc.tuple(spoilt, fc.nat(200)).map(([text, at]) => text.slice(0, at));
	return fc.oneof(
		{ weight: 6, arbitrary: spoilt },
		{ weight: 2, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
		{ weight: 1, arbitrary: cut },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
	);
};

/** One that there is, one that has its form, or anything that a path can hold. */
const idFor = ({ path, method }: Operation): fc.Arbitrary<string> => {
	const there = ids.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'none';
	const odd = fc
		.string({ unit: 'binary', minLength: 1 })
		.map((text) => encodeURIComponent(text.toWellFormed()));
	const none = fc.constantFrom(
		`conn_${'0'.repeat(32)}`,
		'%00',
		"conn_'%20or%201=1--",
		'x'.repeat(2_000),
		'..%2f..',
	);
	// What is removed is of no use to the calls after it.
	return method === 'delete' ? fc.oneof(odd, none) : fc.oneof(fc.constant(there), odd, none);
};

const queryFor = (operation: Operation): fc.Arbitrary<string> => {
	const fields = fieldsOf(operation);
	const name = fields.length > 0 ? fc.oneof(fc.constantFrom(...fields), fc.string()) : fc.string();
	const value = fc.oneof(
		fc.string(),
		fc.nat().map(String),
		fc.constantFrom('active', 'live', 'cached', '0', '-1', '%', '1.conn_0', 'x'.repeat(3_000)),
	);
	return fc
		.array(fc.tuple(name, value), { maxLength: 4 })
		.map((pairs) => String(new URLSearchParams(pairs.map(([field, text]) => [field, text.toWellFormed()]))));
};

/** With some of its fields nasty or left out, some as others may be. */
const spoiltFrom = (
	told: Record<string, unknown>,
	others: Record<string, string[]>,
): fc.Arbitrary<string> => {
	const names = Object.keys(told);
	const change = fc.oneof(
		fc.tuple(fc.constantFrom(...names), nasty),
		fc.tuple(fc.constantFrom(...names), fc.constant(undefined)),
		...Object.entries(others).map(([name, values]) =>
			fc.tuple(fc.constant(name), fc.constantFrom(...values)),
		),
	);
	return fc
		.tuple(fc.array(change, { maxLength: 3 }), fc.nat(1_000_000))
		.map(([changes, n]) => JSON.stringify({ ...told, n, ...Object.fromEntries(changes) }));
};

function expectDocumented({ status, body, text, headers }: Awaited<ReturnType<Backend['ask']>>): void {
	expect(headers.get('Request-Id')).toMatch(/^req_/);
	if (status < 300) return;
	const { error } = body as unknown as ErrorBody;
	const documented = errorCatalog[error?.code];
	expect(documented, text).toBeDefined();
	expect([error.code, status]).toEqual([error.code, documented.status]);
	expect(error.code).not.toBe('internal_error');
	expect(error.code).not.toBe('store_unavailable');
	expect(error.message.length).toBeGreaterThan(10);
}

const headers = { Origin: origin, Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };

describe('a thousand bodies', () => {
	it.each(withBody)(
		'at $call get documented answers only',
		async ({ operation }) => {
			await fc.assert(
				fc.asyncProperty(bodyFor(operation), idFor(operation), async (body, id) => {
					const path = operation.path.replace('{id}', id);
					// Without one, nothing is debited, which would take its time.
					const key = path.includes('payments') &&
						body.length % 4 === 0 && { 'Idempotency-Key': crypto.randomUUID() };
					expectDocumented(
						await backend.ask(path, { method: 'POST', headers: { ...headers, ...key }, body }),
					);
				}),
				{ numRuns: runs },
			);
		},
		120_000,
	);

	it.each(['/webhooks/plaid', '/webhooks/stripe'])(
		'at %s are refused, whatever they are signed with',
		async (path) => {
			const header = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[^\x20-\x7e]/g, ''));
			await fc.assert(
				fc.asyncProperty(fc.string(), header, async (body, signature) => {
					const answer = await backend.ask(path, {
						method: 'POST',
						headers: { 'Plaid-Verification': signature, 'Stripe-Signature': signature },
						body,
					});
					expectDocumented(answer);
					expect(answer.status).toBe(401);
				}),
				{ numRuns: runs },
			);
		},
		120_000,
	);

	it('at /webhooks/plaid are taken, where Plaid has signed them, and leave the connection readable', async () => {
		const [row] = await backend.rows('connections');
		const told = {
			webhook_type: 'ITEM',
			webhook_code: 'PENDING_DISCONNECT',
			item_id: row?.item_id,
			account_id: row?.account_id,
			error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' },
			disconnect_time: '2027-01-15T13:25:17.766Z',
			consent_expiration_time: '2027-01-15T13:25:17Z',
			account_ids_with_updated_auth: { [String(row?.account_id)]: ['ACCOUNT_NUMBER'] },
		};
		const codes = ['ERROR', 'PENDING_EXPIRATION', 'USER_ACCOUNT_REVOKED', 'DEFAULT_UPDATE', 'LOGIN_REPAIRED'];
		const webhook = spoiltFrom(told, { webhook_code: codes, webhook_type: ['AUTH', 'TRANSACTIONS'] });
		await fc.assert(
			fc.asyncProperty(webhook, async (body) => {
				const iat = Math.floor(backend.sandbox.clock.now() / 1000);
				const signature = await signer.sign(body, { iat });
				const answer = await backend.ask('/webhooks/plaid', {
					method: 'POST',
					headers: { 'Plaid-Verification': signature },
					body,
				});
				expect([answer.status, body]).toEqual([200, body]);
			}),
			{ numRuns: runs },
		);
		expect((await backend.read(`/v1/connections/${row?.id}`)).status).toBe(200);
		expect((await backend.read('/v1/events?limit=100')).status).toBe(200);
	}, 120_000);

	it('at /webhooks/stripe are taken or refused as no event, where Stripe has signed them', async () => {
		const { webhooks } = new Stripe('sk_test_signs_only');
		const timestamp = Math.floor(backend.sandbox.clock.now() / 1000);
		const told = {
			id: 'evt_1',
			object: 'event',
			type: 'payment_intent.succeeded',
			created: timestamp,
			data: { object: { id: 'pi_1', object: 'payment_intent', metadata: {} } },
		};
		const types = ['charge.dispute.created', 'charge.refunded', 'payment_intent.payment_failed'];
		const event = spoiltFrom(told, { id: ['evt_2', 'evt_3'], type: types });
		await fc.assert(
			fc.asyncProperty(event, async (payload) => {
				const signature = await webhooks.generateTestHeaderStringAsync({
					payload,
					secret: stripeSecret,
					timestamp,
				});
				const answer = await backend.ask('/webhooks/stripe', {
					method: 'POST',
					headers: { 'Stripe-Signature': signature },
					body: payload,
				});
				expectDocumented(answer);
				const isEvent = v.safeParse(stripeEvent, JSON.parse(payload)).success;
				expect([answer.status, payload]).toEqual([isEvent ? 200 : 401, payload]);
			}),
			{ numRuns: runs },
		);
	}, 120_000);
});

describe('a thousand addresses', () => {
	it.each(withoutBody)(
		'at $call get documented answers only',
		async ({ operation }) => {
			const { method, path } = operation;
			await fc.assert(
				fc.asyncProperty(queryFor(operation), idFor(operation), async (query, id) => {
					const address = `${path.replace('{id}', id)}?${query}`;
					expectDocumented(await backend.ask(address, { method: method.toUpperCase(), headers }));
				}),
				{ numRuns: runs },
			);
		},
		120_000,
	);
});
