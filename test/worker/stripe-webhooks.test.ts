import Stripe from 'stripe';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { stripeEventTypes } from '../../worker/webhooks/stripe-event-types.ts';
import { type Backend, type ErrorBody, openBackend } from './backend.ts';

const secret = 'whsec_of_the_endpoint';
const stripe = new Stripe('sk_test_signs_only');
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;

let backend: Backend;
beforeEach(async () => {
	backend = await openBackend({ variables: { STRIPE_WEBHOOK_SECRET: secret } });
});

const seconds = () => Math.floor(backend.sandbox.clock.now() / 1000);
const event = (id: string, more: object = {}) => ({
	id,
	object: 'event',
	type: 'payment_intent.succeeded',
	created: seconds(),
	data: { object: { id: 'pi_1', object: 'payment_intent' } },
	...more,
});
const deliver = (payload: string, signature: string) =>
	backend.ask('/webhooks/stripe', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
		body: payload,
	});
async function tell(body: object, { with: key = secret, timestamp = seconds() } = {}) {
	const payload = JSON.stringify(body);
	return deliver(
		payload,
		await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: key, timestamp }),
	);
}

describe('a webhook from Stripe', () => {
	it('is stored once, encrypted, however often it comes', async () => {
		for (let n = 0; n < 3; n++) expect((await tell(event('evt_1'))).status).toBe(200);
		expect(await backend.rows('webhooks')).toMatchObject([
			{
				id: 'evt_1',
				source: 'stripe',
				type: 'payment_intent.succeeded',
				body: expect.stringMatching(/^v1\.k1/),
			},
		]);
	});

	it('of an unknown type is stored and answered with 200', async () => {
		expect((await tell(event('evt_2', { type: 'something.new' }))).status).toBe(200);
		expect(await backend.rows('webhooks')).toMatchObject([{ type: 'something.new' }]);
	});

	it('without a valid signature is refused: webhook_invalid', async () => {
		const good = JSON.stringify(event('evt_3'));
		const signature = await stripe.webhooks.generateTestHeaderStringAsync({
			payload: good,
			secret,
			timestamp: seconds(),
		});
		const answers = [
			await tell(event('evt_3'), { with: 'whsec_of_another' }),
			await tell(event('evt_3'), { timestamp: seconds() - 301 }),
			await deliver(good, ''),
			await deliver(good, 't=1,v1=00'),
			await deliver(`${good} `, signature),
			await tell({ hello: 'world' }),
			await tell(event('../evt')),
		];
		for (const answer of answers) expect([answer.status, code(answer)]).toEqual([401, 'webhook_invalid']);
		expect(await backend.rows('webhooks')).toEqual([]);
	});

	it('of 300 KB is refused before it is read: body_too_large', async () => {
		const huge = await tell(event('evt_5', { note: 'x'.repeat(300_000) }));
		expect([huge.status, code(huge)]).toEqual([413, 'body_too_large']);
		expect(await backend.rows('webhooks')).toEqual([]);
	});

	it('without STRIPE_WEBHOOK_SECRET is refused, and the log names it: webhook_not_configured', async () => {
		backend = await openBackend();
		const answer = await tell(event('evt_4'));
		expect([answer.status, code(answer)]).toEqual([503, 'webhook_not_configured']);
		expect(backend.log.at(-1)).toContain('STRIPE_WEBHOOK_SECRET');
	});
});

describe('the backfill of Stripe’s events', () => {
	/** Stripe's list of events, newest first, a hundred a page. */
	const listing =
		(all: () => object[], asked: URL[]) =>
		(sandbox: Sandbox): Sandbox['fetch'] =>
		async (input, init) => {
			const url = new URL(String(input));
			if (url.pathname !== '/v1/events') return sandbox.fetch(input, init);
			asked.push(url);
			const since = Number(url.searchParams.get('created[gte]'));
			const after = url.searchParams.get('starting_after');
			if (after === 'evt_forgotten')
				return Response.json(
					{ error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such event' } },
					{ status: 400 },
				);
			const found = (all() as { id: string; created: number }[]).filter(({ created }) => created >= since);
			const rest = found.slice(after ? found.findIndex(({ id }) => id === after) + 1 : 0);
			return Response.json({ object: 'list', data: rest.slice(0, 100), has_more: rest.length > 100 });
		};

	const ours = `pay_${'0'.repeat(31)}1`;
	/** A payment that has succeeded: its event reports nothing new. */
	async function openWithPayment(all: () => object[], asked: URL[] = []) {
		backend = await openBackend({
			variables: { STRIPE_WEBHOOK_SECRET: secret },
			fetch: listing(all, asked),
		});
		await backend.database
			.prepare(
				`insert into payments (id, key_hash, request, connection_id, authorization_id, amount, purpose, metadata,
					status, status_since, lease_until, payment_intent, livemode, created_at, updated_at)
				values (?, 'hash', 'x', 'conn_1', 'auth_1', 6000, 'goods', '{}', 'succeeded', 0, 0, 'pi_1', 0, ?, 0)`,
			)
			.bind(ours, backend.sandbox.clock.now())
			.run();
	}
	const ourEvent = (id: string, more: object = {}) =>
		event(id, {
			data: { object: { id: 'pi_1', metadata: { plaid_stripe_connect_payment: ours } } },
			...more,
		});
	const eachHour = '17 * * * *';

	it('stores every event of ours that never came, once, over several runs', async () => {
		const asked: URL[] = [];
		let all: object[] = [];
		await openWithPayment(() => all, asked);
		all = Array.from({ length: 130 }, (_, n) => ourEvent(`evt_${n}`, { created: seconds() - 60 - n }));
		await tell(ourEvent('evt_3'));
		for (let hour = 0; hour < 5; hour++) await backend.clock(eachHour);
		expect(await backend.rows('webhooks')).toHaveLength(130);

		await backend.sandbox.clock.advance('1h');
		all = [ourEvent('evt_new'), ...all];
		await backend.clock(eachHour);
		expect(await backend.rows('webhooks')).toHaveLength(131);
	}, 30_000);

	it('asks only for the types that it uses, and stores nothing of other software', async () => {
		const asked: URL[] = [];
		const other = (n: number) => ({ id: `pi_other_${n}`, payment_intent: `pi_other_${n}`, metadata: {} });
		const all = Array.from({ length: 730 }, (_, n) =>
			n === 500
				? event('evt_refund', {
						type: 'refund.created',
						data: { object: { id: 're_1', payment_intent: 'pi_1' } },
					})
				: event(`evt_${n}`, { data: { object: other(n) } }),
		);
		await openWithPayment(() => all, asked);
		await backend.clock(eachHour);
		expect(asked).toHaveLength(8);
		for (const { searchParams } of asked) {
			const types = [...searchParams].filter(([name]) => name.startsWith('types')).map(([, value]) => value);
			expect(types).toEqual([...stripeEventTypes]);
		}
		expect((await backend.rows('webhooks')).map(({ id }) => id)).toEqual(['evt_refund']);
	});

	it('begins again at the newest event if Stripe no longer knows the one of its cursor', async () => {
		const asked: URL[] = [];
		await openWithPayment(() => [ourEvent('evt_1')], asked);
		await backend.database
			.prepare("insert into marks (name, value, updated_at) values ('stripe_events_seen', ?, 0)")
			.bind(`${seconds() - 3600} ${seconds()} evt_forgotten`)
			.run();
		await backend.clock(eachHour);
		expect(asked).toHaveLength(2);
		expect((await backend.rows('webhooks')).map(({ id }) => id)).toEqual(['evt_1']);
		const [cursor] = await backend.rows('marks');
		expect(cursor?.value).not.toContain('evt_forgotten');
	});

	it('starts again an hour later when Stripe cannot be asked, and the other jobs run', async () => {
		backend = await openBackend({
			variables: { STRIPE_WEBHOOK_SECRET: secret },
			fetch: () => async () => {
				throw new TypeError('cut');
			},
		});
		await backend.database
			.prepare(
				"insert into sessions (id, secret_hash, client_user_id, allow_duplicates, created_at, expires_at) values ('sess_1', 'h', 'u', 0, 0, 1)",
			)
			.run();
		await backend.clock('17 * * * *');
		const line = backend.log.find((text) => text.includes('backfill_stripe_events')) ?? '';
		const seen = { path: '/v1/events', ms: expect.any(Number), request_id: null, trouble: 'connection' };
		expect(JSON.parse(line)).toMatchObject({ level: 'error', stripe: [seen, seen, seen] });
		expect(await backend.rows('sessions')).toEqual([]);
		expect(await backend.rows('marks')).toEqual([]);
	});
});
