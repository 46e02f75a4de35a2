/**
 * Each call to Stripe, by what makes it. One more call is one more entry: `stripe-failures.test.ts` lets each of them
 * fail in every way, and makes its rows of the table.
 */
import Stripe from 'stripe';
import { expect } from 'vitest';
import { type Backend, type BackendOptions, connectAs, variables } from './backend.ts';
import { outcome } from './outcome.ts';

export type StripeStep = {
	/** As the table calls it. */
	name: string;
	/** Exact, or with `:name` for any one segment, as the sandbox's faults take it. */
	path: string;
	method: 'GET' | 'POST' | 'DELETE';
	variables?: BackendOptions['variables'];
	bindings?: BackendOptions['bindings'];
	/** Everything up to the call that fails; then Stripe's answers are good, and nothing was sent yet. */
	prepare: (backend: Backend) => Promise<{
		/** Makes the call, each time in the same way; gives what became of it: the `outcome` of a request, else a few words. */
		send: () => Promise<string>;
		/** After `send` has failed and was sent again: nothing lost, nothing done twice. Told what came of the second. */
		expectRight: (after: string) => Promise<void>;
	}>;
};

/** Stripe, asked past the Worker, with what is wrong at the moment left out. */
export async function askStripe<Body>(
	{ sandbox }: Pick<Backend, 'sandbox'>,
	path: string,
	form: Record<string, string> = {},
): Promise<Body> {
	const sent = Object.keys(form).length > 0;
	const response = await sandbox.fetch(`https://api.stripe.com${path}`, {
		method: sent ? 'POST' : 'GET',
		headers: {
			Authorization: `Bearer ${variables.STRIPE_SECRET_KEY}`,
			'Content-Type': 'application/x-www-form-urlencoded',
		},
		...(sent && { body: new URLSearchParams(form).toString() }),
	});
	return response.json();
}

/** A connection with an authorization that was accepted. */
async function authorized(backend: Backend): Promise<string> {
	const { connection, tokens } = await connectAs(backend, 'user_1', { name: 'Ada Byron' });
	const about = { link_token: tokens.link_token, connection };
	const { body } = await backend.post('/v1/authorizations', about);
	await backend.post('/v1/authorizations', { ...about, accept: body.authorization });
	return connection;
}

type Intents = { data: { id: string; status: string; latest_charge: string }[] };
const intents = async (backend: Backend) => (await askStripe<Intents>(backend, '/v1/payment_intents')).data;

const debitOf = (backend: Backend, connection: string) => () =>
	backend.send<{ id: string }>(
		'/v1/payments',
		{ connection, amount: 2_500, purpose: 'goods' },
		{ 'Idempotency-Key': 'order-1' },
	);

/** A payment: whatever went wrong at one of its calls, there is one debit at the end, or a plain word that there is none. */
const ofPayment: StripeStep['prepare'] = async (backend) => {
	const pay = debitOf(backend, await authorized(backend));
	const send = async () => outcome(await pay());
	return {
		send,
		async expectRight(after) {
			let end = after;
			for (let again = 0; again < 2 && end !== '200' && !end.startsWith('402'); again++) end = await send();
			const statuses = (await intents(backend)).map(({ status }) => status);
			const rows = (await backend.rows('payments')).map(({ status }) => status);
			const right = end === '200' ? [['processing'], ['processing']] : [[], ['failed']];
			expect([statuses, rows], end).toEqual(right);
		},
	};
};

export const stripeSteps: StripeStep[] = [
	{ name: 'Customer of a payment', path: '/v1/customers', method: 'POST', prepare: ofPayment },
	{
		name: 'bank account of a payment',
		path: '/v1/customers/:id/sources',
		method: 'POST',
		prepare: ofPayment,
	},
	{
		name: 'holder of that account',
		path: '/v1/customers/:id/sources/:source',
		method: 'POST',
		prepare: ofPayment,
	},
	{ name: 'debit', path: '/v1/payment_intents', method: 'POST', prepare: ofPayment },
	{
		name: 'cancelling',
		path: '/v1/payment_intents/:id/cancel',
		method: 'POST',
		async prepare(backend) {
			const { body: payment } = await debitOf(backend, await authorized(backend))();
			return {
				send: async () => outcome(await backend.send(`/v1/payments/${payment.id}/cancel`)),
				async expectRight(after) {
					expect(after).toBe('200');
					expect((await intents(backend)).map(({ status }) => status)).toEqual(['canceled']);
				},
			};
		},
	},
	{
		name: 'how a payment stands, by the clock',
		path: '/v1/payment_intents/:id',
		method: 'GET',
		async prepare(backend) {
			const { body: payment } = await debitOf(backend, await authorized(backend))();
			const [intent] = await intents(backend);
			await backend.sandbox.fetch(`http://localhost:8788/_sandbox/payments/${intent?.id}`, {
				method: 'POST',
				body: JSON.stringify({ outcome: 'succeeded' }),
			});
			return {
				async send() {
					await backend.sandbox.clock.advance('1d');
					await backend.clock('* * * * *');
					return String((await backend.read(`/v1/payments/${payment.id}`)).body.status);
				},
				async expectRight(after) {
					expect(after).toBe('succeeded');
					const told = (await backend.rows('events')).filter(({ type }) => type === 'payment.succeeded');
					expect(told).toHaveLength(1);
				},
			};
		},
	},
	{
		name: 'refund',
		path: '/v1/refunds',
		method: 'POST',
		async prepare(backend) {
			const { body: payment } = await debitOf(backend, await authorized(backend))();
			const [intent] = await intents(backend);
			await backend.sandbox.fetch(`http://localhost:8788/_sandbox/payments/${intent?.id}`, {
				method: 'POST',
				body: JSON.stringify({ outcome: 'succeeded' }),
			});
			// A refusal is kept with its key: the second comes with another.
			let keys = 0;
			const send = async () =>
				outcome(
					await backend.send(
						`/v1/payments/${payment.id}/refunds`,
						{ amount: 700 },
						{ 'Idempotency-Key': keys++ === 0 || !refused ? 'refund-1' : 'refund-2' },
					),
				);
			let refused = false;
			return {
				async send() {
					const end = await send();
					refused = end.startsWith('409');
					return end;
				},
				async expectRight(after) {
					expect(after).toBe('200');
					const { data } = await askStripe<{ data: object[] }>(backend, '/v1/refunds');
					expect(data).toHaveLength(1);
				},
			};
		},
	},
	{
		name: 'payment that an event tells of',
		path: '/v1/payment_intents/:id',
		method: 'GET',
		variables: { STRIPE_WEBHOOK_SECRET: 'whsec_of_the_endpoint' },
		async prepare(backend) {
			const { body: payment } = await debitOf(backend, await authorized(backend))();
			const [intent] = await intents(backend);
			await backend.sandbox.fetch(`http://localhost:8788/_sandbox/payments/${intent?.id}`, {
				method: 'POST',
				body: JSON.stringify({ outcome: 'succeeded' }),
			});
			const { webhooks } = new Stripe('sk_test_signs_only');
			const { data } = await askStripe<{ data: { type: string }[] }>(backend, '/v1/events?limit=100');
			const body = JSON.stringify(data.find(({ type }) => type === 'payment_intent.succeeded'));
			return {
				async send() {
					const timestamp = Math.floor(backend.sandbox.clock.now() / 1000);
					const signed = { payload: body, secret: 'whsec_of_the_endpoint', timestamp };
					const header = await webhooks.generateTestHeaderStringAsync(signed);
					const headers = { 'Stripe-Signature': header };
					return outcome(await backend.ask('/webhooks/stripe', { method: 'POST', headers, body }));
				},
				async expectRight(after) {
					expect(after).toBe('200');
					const { body: read } = await backend.read(`/v1/payments/${payment.id}`);
					const told = (await backend.rows('events')).filter(({ type }) => type === 'payment.succeeded');
					expect(told).toHaveLength(read.status === 'succeeded' ? 1 : 0);
				},
			};
		},
	},
	{
		name: 'events that never came, by the clock',
		path: '/v1/events',
		method: 'GET',
		variables: { STRIPE_WEBHOOK_SECRET: 'whsec_of_the_endpoint' },
		async prepare(backend) {
			for (const name of ['Ada', 'Grace']) await askStripe(backend, '/v1/customers', { name });
			return {
				async send() {
					await backend.sandbox.clock.advance('1h');
					backend.log.length = 0;
					await backend.clock('17 * * * *');
					const line = backend.log.find((text) => text.includes('"look_for_stripe_events"')) ?? '{}';
					const { level, found } = JSON.parse(line) as { level?: string; found?: number };
					return level === 'error' ? 'looked for again an hour later' : `${found ?? 0} found`;
				},
				async expectRight(after) {
					const { data } = await askStripe<{ data: { id: string }[] }>(backend, '/v1/events?limit=100');
					expect(after).toBe('2 found');
					const stored = (await backend.rows('webhooks')).map(({ id }) => id);
					expect(stored.toSorted()).toEqual(data.map(({ id }) => id).toSorted());
				},
			};
		},
	},
];
