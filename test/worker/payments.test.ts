import { describe, expect, it } from 'vitest';
import type { PaymentsAnswer } from '../../worker/contract.ts';
import { browser, openShop } from './shop.ts';

describe('a payment', () => {
	it('is one PaymentIntent with a mandate, and succeeds when Stripe reports it', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const paid = await shop.pay({
			connection,
			description: 'Order 17',
			statement_descriptor: 'EXAMPLE SHOP',
			metadata: { order: '17' },
		});
		expect([paid.status, paid.body]).toMatchObject([
			200,
			{
				object: 'payment',
				status: 'processing',
				connection,
				authorization,
				amount: 2_500,
				amount_refunded: 0,
				currency: 'usd',
				purpose: 'goods',
				description: 'Order 17',
				metadata: { order: '17' },
				failure: null,
				refunds: [],
				history: [{ type: 'payment.processing' }],
				livemode: false,
			},
		]);
		const intents = await shop.intents();
		expect(intents).toHaveLength(1);
		const [intent] = intents;
		expect(intent).toMatchObject({
			id: paid.body.stripe.payment_intent,
			amount: 2_500,
			currency: 'usd',
			description: 'Order 17',
			statement_descriptor: 'EXAMPLE SHOP',
			metadata: { order: '17', plaid_stripe_connect_payment: paid.body.id },
			customer: paid.body.stripe.customer,
			payment_method_options: { us_bank_account: { transaction_purpose: 'goods' } },
			allowed_payment_method_types: ['us_bank_account'],
		});
		const mandate = await shop.stripe.mandates.retrieve(paid.body.stripe.mandate ?? '');
		const { body: stored } = await shop.backend.read(`/v1/authorizations/${authorization}`);
		expect(stored).toMatchObject({ status: 'used', mandate: mandate.id });
		expect(mandate.customer_acceptance).toEqual({
			accepted_at: Math.floor(Date.parse(String(stored.accepted_at)) / 1000),
			online: { ip_address: browser['CF-Connecting-IP'], user_agent: browser['User-Agent'] },
			type: 'online',
		});

		await shop.settle(paid.body, 'succeeded');
		expect(await shop.read(paid.body.id)).toMatchObject({
			status: 'succeeded',
			history: [{ type: 'payment.processing' }, { type: 'payment.succeeded' }],
		});
	});

	it('uses the merchant’s Customer, and attaches an account once', async () => {
		const shop = await openShop();
		const customer = await shop.stripe.customers.create({ name: 'Of the merchant' });
		const { connection, authorization } = await shop.shopper({
			stripe_customer: customer.id,
			authorization: { kind: 'recurring' },
		});
		const first = await shop.pay({ connection, purpose: 'services' });
		const second = await shop.pay({ connection, purpose: 'services', amount: 900 });
		expect([first.body.stripe.customer, second.body.stripe.customer]).toEqual([customer.id, customer.id]);
		expect(second.body.stripe.payment_method).toBe(first.body.stripe.payment_method);
		const { data } = await shop.stripe.customers.listSources(customer.id, { object: 'bank_account' });
		expect(data).toMatchObject([
			{
				id: first.body.stripe.payment_method,
				account_holder_name: 'Ada Byron',
				account_holder_type: 'individual',
			},
		]);
		// The second names the mandate that the first created.
		expect(second.body.stripe.mandate).toBe(first.body.stripe.mandate);
		const asked = shop.backend.calls(/\/confirm$/);
		const bodies = asked.map(({ body }) => body as Record<string, unknown>);
		expect(bodies.map((body) => [body.setup_future_usage, body.mandate, body.off_session])).toEqual([
			['off_session', undefined, undefined],
			[undefined, first.body.stripe.mandate, 'true'],
		]);
		expect(shop.backend.calls('/processor/stripe/bank_account_token/create')).toHaveLength(2);
		expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('accepted');
	});

	it('finds an account that is attached already, by its fingerprint', async () => {
		const shop = await openShop();
		const customer = await shop.stripe.customers.create({ name: 'Ada' });
		const earlier = await shop.shopper({ stripe_customer: customer.id });
		const first = await shop.pay({ connection: earlier.connection });
		// The same account over another connection, of the same Customer.
		const later = await shop.shopper({ stripe_customer: customer.id });
		const second = await shop.pay({ connection: later.connection });
		expect(second.body).toMatchObject({
			status: 'processing',
			stripe: { customer: customer.id, payment_method: first.body.stripe.payment_method },
		});
		expect(second.body.stripe.mandate).not.toBe(first.body.stripe.mandate);
	});

	it('creates one Customer per connection, with name and e-mail, where the merchant names none', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		await shop.pay({ connection });
		await shop.pay({ connection });
		const { data } = await shop.stripe.customers.list();
		expect(data).toMatchObject([
			{
				name: 'Ada Byron',
				email: 'ada@example.com',
				metadata: { plaid_stripe_connect_connection: connection },
			},
		]);
		expect((await shop.backend.read(`/v1/connections/${connection}`)).body.stripe_customer).toBe(data[0]?.id);
	});

	it('repeated under a one-time authorization presents the acceptance again', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: first } = await shop.pay({ connection });
		await shop.settle(first, 'insufficient_funds');
		expect((await shop.pay({ connection })).body.status).toBe('processing');
		const asked = shop.backend.calls(/\/confirm$/);
		expect(asked).toHaveLength(2);
		for (const { body } of asked) {
			expect(body).toHaveProperty('mandate_data.customer_acceptance.online.ip_address');
			expect(body).not.toHaveProperty('mandate');
		}
	});

	it('starts with a fresh token once the bank account token is outdated', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const first = await shop.pay({ connection });
		await shop.backend.database
			.prepare("update connections set bank_account_token_state = 'renew', payment_method = null")
			.run();
		const second = await shop.pay({ connection });
		expect(second.body).toMatchObject({ status: 'processing' });
		expect(second.body.stripe.payment_method).toBe(first.body.stripe.payment_method);
		expect((await shop.backend.read(`/v1/connections/${connection}`)).body.bank_account_token).toBe('fresh');
	});

	it('attaches the account again after it was detached at Stripe', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { customer, payment_method } = (await shop.pay({ connection })).body.stripe;
		await shop.stripe.customers.deleteSource(customer ?? '', payment_method ?? '');
		const again = await shop.pay({ connection });
		expect(again.body).toMatchObject({ status: 'processing' });
		expect(again.body.stripe.payment_method).not.toBe(payment_method);
		expect(await shop.intents()).toHaveLength(2);
	});

	it('does not call Plaid once the account is attached at Stripe', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		await shop.pay({ connection });
		await shop.backend.database.prepare("update connections set status = 'login_required'").run();
		const plaid = shop.backend.sandbox.requests().filter(({ api }) => api === 'plaid').length;
		expect((await shop.pay({ connection })).body.status).toBe('processing');
		expect(shop.backend.sandbox.requests().filter(({ api }) => api === 'plaid')).toHaveLength(plaid);
	});

	it('is listed newest first, in pages, also for one connection', async () => {
		const shop = await openShop();
		const ada = await shop.shopper({ authorization: { kind: 'recurring' } });
		const grace = await shop.shopper();
		const ids = [];
		for (const connection of [ada.connection, grace.connection, ada.connection]) {
			ids.unshift((await shop.pay({ connection })).body.id);
			await shop.backend.sandbox.clock.advance('1s');
		}
		const list = async (query: string) =>
			(await shop.backend.read<PaymentsAnswer>(`/v1/payments?${query}`)).body;
		const first = await list('limit=2');
		const rest = await list(`limit=2&cursor=${first.next_cursor}`);
		expect([...first.payments, ...rest.payments].map(({ id }) => id)).toEqual(ids);
		expect(rest.next_cursor).toBeNull();
		expect((await list(`connection=${ada.connection}`)).payments.map(({ id }) => id)).toEqual([
			ids[0],
			ids[2],
		]);
	});
});

describe('PAYMENT_ROUTE', () => {
	it('external_token makes the same payment', async () => {
		const shop = await openShop({ variables: { PAYMENT_ROUTE: 'external_token' } });
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const first = await shop.pay({ connection });
		expect(first.body).toMatchObject({
			status: 'processing',
			stripe: { payment_method: expect.stringMatching(/^pm_/), mandate: expect.any(String) },
		});
		const second = await shop.pay({ connection });
		expect(second.body.stripe).toMatchObject({
			payment_method: first.body.stripe.payment_method,
			mandate: first.body.stripe.mandate,
		});
		expect(shop.backend.calls('/processor/token/create')).toMatchObject([{ body: { processor: 'stripe' } }]);
		expect(shop.backend.calls('/v1/payment_methods')).toHaveLength(1);
		await shop.settle(second.body, 'succeeded');
		expect((await shop.read(second.body.id)).status).toBe('succeeded');
	});

	it('with an unknown name is reported by /health', async () => {
		const shop = await openShop({ webhooks: false });
		shop.backend.restart({ PAYMENT_ROUTE: 'charges' });
		const { body } = await shop.backend.health();
		expect(body.checks?.[0]?.message).toContain('PAYMENT_ROUTE must be');
	});
});
