/** The merchant's side in tests: shoppers who have connected a bank and authorized debits, and the calls of its server. */
import Stripe from 'stripe';
import { afterEach } from 'vitest';
import type { AuthorizationAnswer, ErrorAnswer, EventsAnswer, Payment } from '../../worker/contract.ts';
import { type Backend, type BackendOptions, connectAs, openBackend, variables } from './backend.ts';

export const publicUrl = 'https://bank.shop.example';
export const stripeSecret = 'whsec_of_the_sandbox';
export const browser = { 'CF-Connecting-IP': '203.0.113.9', 'User-Agent': 'Mozilla/5.0 (a phone)' };

let webhooksSettled = async () => {};
afterEach(() => webhooksSettled());

/** A backend of its own, and a shop on it. Without `webhooks`, no event of Stripe's reaches the Worker. */
export async function openShop({
	webhooks = true,
	variables: given = {},
	...options
}: BackendOptions & { webhooks?: boolean } = {}) {
	const backend = await openBackend({
		...options,
		variables: {
			PUBLIC_URL: publicUrl,
			STRIPE_WEBHOOK_SECRET: stripeSecret,
			STRIPE_BASE_URL: variables.PLAID_BASE_URL,
			...given,
		},
	});
	if (webhooks)
		backend.sandbox.stripe.set({ webhook: { url: `${publicUrl}/webhooks/stripe`, secret: stripeSecret } });
	webhooksSettled = backend.sandbox.webhooks.settled;
	return shopOn(backend);
}
export type Shop = ReturnType<typeof shopOn>;

export function shopOn(backend: Backend) {
	/** The merchant's own client of Stripe, which bypasses the Worker. */
	const stripe = new Stripe('sk_test_0000000000000000', {
		httpClient: Stripe.createFetchHttpClient(backend.sandbox.fetch as typeof fetch),
		maxNetworkRetries: 0,
	});
	let keys = 0;

	const shop = {
		backend,
		stripe,
		/** A user with a connection and an accepted authorization. */
		async shopper(session: object = {}) {
			const person = { name: 'Ada Byron', email: 'ada@example.com', ...session };
			const { connection, tokens } = await connectAs(backend, `user_${++keys}`, person);
			const authorization = await shop.authorize(connection, tokens.link_token);
			return { connection, tokens, authorization };
		},
		async authorize(connection: string, link_token: string) {
			const about = { link_token, connection };
			const { body } = await backend.post<AuthorizationAnswer>('/v1/authorizations', about);
			const accept = { ...about, accept: body.authorization };
			await backend.post('/v1/authorizations', accept, browser);
			return body.authorization;
		},
		/** Makes the connection's account one of Stripe's test accounts, such as `riskLevelHighest`. */
		async useTestAccount(connection: string, kind: string) {
			const customer = await stripe.customers.create({ name: 'Ada Byron' });
			const method = await stripe.paymentMethods.attach(`pm_usBankAccount_${kind}`, {
				customer: customer.id,
			});
			await backend.database
				.prepare(
					`update connections set stripe_customer = ?1, payment_method = ?2,
						payment_method_of = ?1 || ' ' || account_id where id = ?3`,
				)
				.bind(customer.id, method.id, connection)
				.run();
		},
		pay: (fields: object, key = `order-${++keys}`) =>
			backend.send<Payment & ErrorAnswer>(
				'/v1/payments',
				{ amount: 2_500, purpose: 'goods', ...fields },
				{ 'Idempotency-Key': key },
			),
		read: async (id: string) => (await backend.read<Payment>(`/v1/payments/${id}`)).body,
		cancel: (id: string) => backend.send<Payment & ErrorAnswer>(`/v1/payments/${id}/cancel`),
		refund: (id: string, fields: object = {}, key = `refund-${++keys}`) =>
			backend.send<Payment & ErrorAnswer>(`/v1/payments/${id}/refunds`, fields, { 'Idempotency-Key': key }),
		/** Lets the bank decide about the debit. Stripe's webhooks about it have been delivered when this returns. */
		async settle({ stripe: ids }: Pick<Payment, 'stripe'>, outcome: string) {
			await settleIntent(backend, ids.payment_intent ?? '', outcome);
			await backend.sandbox.webhooks.settled();
		},
		/** Every PaymentIntent at Stripe. */
		intents: async () => (await stripe.paymentIntents.list({ limit: 100 })).data,
		/** The merchant's events, oldest first. */
		events: async () => {
			const { body } = await backend.read<EventsAnswer>('/v1/events?limit=100');
			return body.events.toReversed();
		},
	};
	return shop;
}

/** The sandbox's control of what the bank decides about a PaymentIntent. */
export async function settleIntent(
	{ sandbox }: Pick<Backend, 'sandbox'>,
	paymentIntent: string,
	outcome: string,
): Promise<void> {
	const response = await sandbox.fetch(`http://localhost:8788/_sandbox/payments/${paymentIntent}`, {
		method: 'POST',
		body: JSON.stringify({ outcome }),
	});
	if (!response.ok) throw new Error(await response.text());
}

export const errorCode = ({ body }: { body: unknown }) => (body as ErrorAnswer).error?.code;

/** @param prefix such as `payment.` */
export const eventTypes = async (shop: Shop, prefix: string) =>
	(await shop.events()).map(({ type }) => type).filter((type) => type.startsWith(prefix));
