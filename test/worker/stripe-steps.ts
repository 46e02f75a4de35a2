/**
 * Every call to Stripe, by what makes it. `stripe-failures.test.ts` lets each of them fail in every way and makes a row
 * of the table from it. Add an entry here when the Worker makes another call.
 */
import Stripe from 'stripe';
import { expect } from 'vitest';
import { stripeEventTypes } from '../../worker/webhooks/stripe-event-types.ts';
import { type Backend, type BackendOptions, variables } from './backend.ts';
import { outcome } from './outcome.ts';
import { settleIntent, shopOn } from './shop.ts';

export type StripeStep = {
	/** Its name in the table of `docs/failures.md`. */
	name: string;
	/** Exact, or with `:name` for any one segment, as in the sandbox's faults. */
	path: string;
	method: 'GET' | 'POST' | 'DELETE';
	variables?: BackendOptions['variables'];
	bindings?: BackendOptions['bindings'];
	/** Does everything up to the call that will fail. */
	prepare: (backend: Backend) => Promise<{
		/** Makes the call, the same each time. Returns the `outcome` of the request, or a few words for a job. */
		send: () => Promise<string>;
		/** After `send` failed and was repeated: nothing is lost or done twice. `after` is what the repeat returned. */
		expectRight: (after: string) => Promise<void>;
	}>;
};

/** Calls Stripe directly, past the Worker. */
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

const intents = async (backend: Backend) =>
	(await askStripe<{ data: { id: string; status: string }[] }>(backend, '/v1/payment_intents')).data;

/** A shopper, and a function that sends the same payment, with the same key, each time. */
async function payer(backend: Backend) {
	const shop = shopOn(backend);
	const { connection } = await shop.shopper();
	return { shop, pay: () => shop.pay({ connection }, 'order-1') };
}

async function succeededPayment(backend: Backend) {
	const { shop, pay } = await payer(backend);
	const { body: payment } = await pay();
	await settleIntent(backend, payment.stripe.payment_intent ?? '', 'succeeded');
	return { shop, payment };
}

/** Whichever call of a payment failed: at the end there is one debit, or none and a payment that says so. */
const preparePayment: StripeStep['prepare'] = async (backend) => {
	const { pay } = await payer(backend);
	const send = async () => outcome(await pay());
	return {
		send,
		async expectRight(after) {
			let end = after;
			for (let again = 0; again < 2 && end !== '200' && !end.startsWith('402'); again++) end = await send();
			const atStripe = (await intents(backend)).map(({ status }) => status);
			const stored = (await backend.rows('payments')).map(({ status }) => status);
			const open = atStripe.filter((status) => status !== 'canceled');
			const right = end === '200' ? [['processing'], ['processing']] : [[], ['failed']];
			expect([open, stored], end).toEqual(right);
		},
	};
};

const countEvents = async (backend: Backend, type: string) =>
	(await backend.rows('events')).filter((event) => event.type === type).length;

export const stripeSteps: StripeStep[] = [
	{ name: 'Customer of a payment', path: '/v1/customers', method: 'POST', prepare: preparePayment },
	{
		name: 'bank account of a payment',
		path: '/v1/customers/:id/sources',
		method: 'POST',
		prepare: preparePayment,
	},
	{
		name: 'holder of that account',
		path: '/v1/customers/:id/sources/:source',
		method: 'POST',
		prepare: preparePayment,
	},
	{
		name: 'PaymentIntent of a payment',
		path: '/v1/payment_intents',
		method: 'POST',
		prepare: preparePayment,
	},
	{ name: 'debit', path: '/v1/payment_intents/:id/confirm', method: 'POST', prepare: preparePayment },
	{
		name: 'cancel',
		path: '/v1/payment_intents/:id/cancel',
		method: 'POST',
		async prepare(backend) {
			const { shop, pay } = await payer(backend);
			const { body: payment } = await pay();
			return {
				send: async () => outcome(await shop.cancel(payment.id)),
				async expectRight(after) {
					expect(after).toBe('200');
					expect((await intents(backend)).map(({ status }) => status)).toEqual(['canceled']);
				},
			};
		},
	},
	{
		name: 'poll of a payment',
		path: '/v1/payment_intents/:id',
		method: 'GET',
		async prepare(backend) {
			const { shop, payment } = await succeededPayment(backend);
			return {
				async send() {
					await backend.sandbox.clock.advance('1d');
					await backend.clock('* * * * *');
					return (await shop.read(payment.id)).status;
				},
				async expectRight(after) {
					expect(after).toBe('succeeded');
					expect(await countEvents(backend, 'payment.succeeded')).toBe(1);
				},
			};
		},
	},
	{
		name: 'refund',
		path: '/v1/refunds',
		method: 'POST',
		async prepare(backend) {
			const { shop, payment } = await succeededPayment(backend);
			// A refusal is stored under its key, so the attempt after one has another key.
			let key = 'refund-1';
			return {
				async send() {
					const end = outcome(await shop.refund(payment.id, { amount: 700 }, key));
					if (end.startsWith('409')) key = 'refund-2';
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
		name: 'payment of an event',
		path: '/v1/payment_intents/:id',
		method: 'GET',
		variables: { STRIPE_WEBHOOK_SECRET: 'whsec_of_the_endpoint' },
		async prepare(backend) {
			const { shop, payment } = await succeededPayment(backend);
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
					const { status } = await shop.read(payment.id);
					expect(await countEvents(backend, 'payment.succeeded')).toBe(status === 'succeeded' ? 1 : 0);
				},
			};
		},
	},
	{
		name: 'backfill of events',
		path: '/v1/events',
		method: 'GET',
		variables: { STRIPE_WEBHOOK_SECRET: 'whsec_of_the_endpoint' },
		async prepare(backend) {
			// Two events about a payment of ours, whose webhooks go nowhere, and one about a Customer of somebody else's.
			await succeededPayment(backend);
			await askStripe(backend, '/v1/customers', { name: 'Grace' });
			return {
				async send() {
					await backend.sandbox.clock.advance('1h');
					backend.log.length = 0;
					await backend.clock('17 * * * *');
					const line = backend.log.find((text) => text.includes('"backfill_stripe_events"')) ?? '{}';
					const { level, found } = JSON.parse(line) as { level?: string; found?: number };
					return level === 'error' ? 'repeated an hour later' : `${found ?? 0} found`;
				},
				async expectRight(after) {
					const { data } = await askStripe<{ data: { id: string; type: string }[] }>(
						backend,
						'/v1/events?limit=100',
					);
					const own = data.filter(({ type }) => stripeEventTypes.some((known) => known === type));
					expect(own.map(({ type }) => type).toSorted()).toEqual([
						'payment_intent.processing',
						'payment_intent.succeeded',
					]);
					expect(after).toBe('2 found');
					const stored = (await backend.rows('webhooks')).filter(({ source }) => source === 'stripe');
					expect(stored.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted());
				},
			};
		},
	},
];
