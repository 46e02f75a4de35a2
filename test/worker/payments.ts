/** A shopper who has connected a bank and authorized a debit, and the merchant's server that takes it. */
import Stripe from 'stripe';
import { afterEach } from 'vitest';
import type { AuthorizationAnswer, ErrorAnswer, EventsAnswer, Payment } from '../../worker/contract.ts';
import { type Backend, type BackendOptions, connectAs, openBackend, variables } from './backend.ts';

export const publicUrl = 'https://bank.shop.example';
export const stripeSecret = 'whsec_of_the_sandbox';
export const browser = { 'CF-Connecting-IP': '203.0.113.9', 'User-Agent': 'Mozilla/5.0 (a phone)' };

let webhooksSettled = async () => {};
afterEach(() => webhooksSettled());

/** With `webhooks: false`, Stripe's events are held back. */
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
	/** The merchant's own, past the Worker. */
	const stripe = new Stripe('sk_test_0000000000000000', {
		httpClient: Stripe.createFetchHttpClient(backend.sandbox.fetch as typeof fetch),
		maxNetworkRetries: 0,
	});
	let keys = 0;

	const shop = {
		backend,
		stripe,
		/** Somebody with a connection and an accepted authorization. */
		async shopper(more: object = {}) {
			const session = { name: 'Ada Byron', email: 'ada@example.com', ...more };
			const { connection, tokens } = await connectAs(backend, `user_${++keys}`, session);
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
		/** Lets the connection's account be one of Stripe's test accounts, such as `riskLevelHighest`. */
		async haveAccount(connection: string, kind: string) {
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
		/** What the bank makes of it; the webhooks have come when this has ended. */
		async settle(payment: Pick<Payment, 'stripe'>, outcome: string) {
			const response = await backend.sandbox.fetch(
				`http://localhost:8788/_sandbox/payments/${payment.stripe.payment_intent}`,
				{ method: 'POST', body: JSON.stringify({ outcome }) },
			);
			if (!response.ok) throw new Error(await response.text());
			await backend.sandbox.webhooks.settled();
		},
		intents: async () => (await stripe.paymentIntents.list({ limit: 100 })).data,
		told: async () => {
			const { body } = await backend.read<EventsAnswer>('/v1/events?limit=100');
			return body.events.toReversed();
		},
	};
	return shop;
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

export const code = ({ body }: { body: unknown }) => (body as ErrorAnswer).error?.code;
export const toldOf = async (shop: Shop, about: string) =>
	(await shop.told()).map(({ type }) => type).filter((type) => type.startsWith(about));
export type { Backend };
