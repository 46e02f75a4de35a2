import { describe, expect, it } from 'vitest';
import type { AccountsAnswer, AuthorizationAnswer, PaymentsAnswer } from '../../worker/contract.ts';
import { linkEverything } from './backend.ts';
import { browser, code, openShop, toldOf } from './payments.ts';

describe('a payment', () => {
	it('is one PaymentIntent with a mandate, and settles as Stripe tells', async () => {
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
		const { body: kept } = await shop.backend.read(`/v1/authorizations/${authorization}`);
		expect(kept).toMatchObject({ status: 'used', mandate: mandate.id });
		expect(mandate.customer_acceptance).toEqual({
			accepted_at: Math.floor(Date.parse(String(kept.accepted_at)) / 1000),
			online: { ip_address: browser['CF-Connecting-IP'], user_agent: browser['User-Agent'] },
			type: 'online',
		});

		await shop.settle(paid.body, 'succeeded');
		expect(await shop.read(paid.body.id)).toMatchObject({
			status: 'succeeded',
			history: [{ type: 'payment.processing' }, { type: 'payment.succeeded' }],
		});
	});

	it('uses the Customer that the merchant names, and attaches an account once', async () => {
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
		// The second names the mandate that the first has made.
		expect(second.body.stripe.mandate).toBe(first.body.stripe.mandate);
		const asked = shop.backend.calls('/v1/payment_intents').filter(({ method }) => method === 'POST');
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

	it('makes a Customer with name and e-mail where there is none, once for a connection', async () => {
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

	it('that is made again under an authorization for one debit brings its acceptance again', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: first } = await shop.pay({ connection });
		await shop.settle(first, 'insufficient_funds');
		expect((await shop.pay({ connection })).body.status).toBe('processing');
		const asked = shop.backend.calls('/v1/payment_intents').filter(({ method }) => method === 'POST');
		expect(asked).toHaveLength(2);
		for (const { body } of asked) {
			expect(body).toHaveProperty('mandate_data.customer_acceptance.online.ip_address');
			expect(body).not.toHaveProperty('mandate');
		}
	});

	it('begins with a fresh token once what Stripe has of the account is outdated', async () => {
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

	it('attaches the account anew where somebody has taken it off the Customer', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { customer, payment_method } = (await shop.pay({ connection })).body.stripe;
		await shop.stripe.customers.deleteSource(customer ?? '', payment_method ?? '');
		const again = await shop.pay({ connection });
		expect(again.body).toMatchObject({ status: 'processing' });
		expect(again.body.stripe.payment_method).not.toBe(payment_method);
		expect(await shop.intents()).toHaveLength(2);
	});

	it('goes without the bank, once the account is at Stripe', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		await shop.pay({ connection });
		await shop.backend.database.prepare("update connections set status = 'login_required'").run();
		const plaid = shop.backend.sandbox.requests().filter(({ api }) => api === 'plaid').length;
		expect((await shop.pay({ connection })).body.status).toBe('processing');
		expect(shop.backend.sandbox.requests().filter(({ api }) => api === 'plaid')).toHaveLength(plaid);
	});

	it('is listed, newest first, page by page, of one connection where asked', async () => {
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

describe('a payment is refused, by name and before anything is done,', () => {
	const untouched = async (shop: Awaited<ReturnType<typeof openShop>>) => {
		expect(await shop.intents()).toEqual([]);
		expect(await shop.backend.rows('payments')).toEqual([]);
		expect(await toldOf(shop, 'payment.')).toEqual([]);
	};

	it('without a key of the merchant’s', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const body = { connection, amount: 2_500, purpose: 'goods' };
		const answer = await shop.backend.send('/v1/payments', body);
		expect([answer.status, answer.body]).toMatchObject([
			400,
			{ error: { code: 'parameter_missing', param: 'Idempotency-Key' } },
		]);
		await untouched(shop);
	});

	it('without Stripe’s key, where everything up to the token works', async () => {
		const shop = await openShop({ webhooks: false, variables: { STRIPE_SECRET_KEY: undefined } });
		const { connection } = await shop.shopper();
		const refused = await shop.pay({ connection });
		expect([refused.status, code(refused)]).toEqual([503, 'stripe_not_configured']);
		expect((await shop.backend.send(`/v1/connections/${connection}/bank_account_tokens`)).status).toBe(200);
	});

	it.each([
		[{ amount: 49 }, 400, 'amount_too_small', 'amount'],
		[{ amount: 0 }, 400, 'amount_too_small', 'amount'],
		[{ amount: -5_000 }, 400, 'amount_too_small', 'amount'],
		[{ amount: 100_000_000 }, 400, 'amount_too_large', 'amount'],
		[{ amount: 25.5 }, 400, 'parameter_invalid', 'amount'],
		[{ currency: 'eur' }, 400, 'currency_not_supported', 'currency'],
		[{ purpose: 'gifts' }, 400, 'parameter_invalid', 'purpose'],
		[{ connection: `conn_${'0'.repeat(32)}` }, 404, 'connection_not_found', 'connection'],
		[{ authorization: `auth_${'0'.repeat(32)}` }, 404, 'authorization_not_found', 'authorization'],
		[{ statement_descriptor: '<shop>' }, 400, 'parameter_invalid', 'statement_descriptor'],
	])('with %o', async (fields, status, expected, param) => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const refused = await shop.pay({ connection, ...fields });
		expect([refused.status, refused.body]).toMatchObject([status, { error: { code: expected, param } }]);
		await untouched(shop);
	});

	it('of a connection that was removed', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		await shop.backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		expect(code(await shop.pay({ connection }))).toBe('connection_removed');
		await untouched(shop);
	});

	it('without an authorization that stands: none, of another, offered only, revoked', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const other = await shop.shopper();
		expect(code(await shop.pay({ connection, authorization: other.authorization }))).toBe(
			'authorization_not_found',
		);
		await shop.backend.send(`/v1/authorizations/${authorization}/revoke`);
		expect(code(await shop.pay({ connection }))).toBe('authorization_required');
		expect(code(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
		await shop.backend.database
			.prepare('update authorizations set accepted_at = null, revoked_at = null where id = ?')
			.bind(authorization)
			.run();
		expect(code(await shop.pay({ connection, authorization }))).toBe('authorization_required');
		await untouched(shop);
	});

	it('from another account than the authorization’s text names; that one is authorized by itself', async () => {
		const shop = await openShop();
		const { backend } = shop;
		const login = await linkEverything(backend);
		await backend.post('/v1/bank_account_tokens', login);
		const connection = String((await backend.rows('connections'))[0]?.id);
		const { body } = await backend.read<AccountsAnswer>(`/v1/connections/${connection}/accounts`);
		const [checking, savings] = ['checking', 'savings'].map((kind) =>
			body.accounts.find(({ subtype }) => subtype === kind),
		);
		await backend.post('/v1/bank_account_tokens', { ...login, account_id: checking?.id });
		const about = { link_token: login.link_token, connection, name: 'Ada Byron' };
		const authorize = async () => {
			const { body: offer } = await backend.post<AuthorizationAnswer>('/v1/authorizations', about);
			const { accepted_at } = offer;
			await backend.post('/v1/authorizations', { ...about, accept: offer.authorization }, browser);
			return { ...offer, accepted_at };
		};
		const first = await authorize();
		expect(first.text).toContain(`ending in ${checking?.mask}`);

		await backend.send(`/v1/connections/${connection}/bank_account_tokens`, { account_id: savings?.id });
		expect(code(await shop.pay({ connection }))).toBe('authorization_required');
		expect(code(await shop.pay({ connection, authorization: first.authorization }))).toBe(
			'authorization_required',
		);
		await untouched(shop);
		const second = await authorize();
		expect([second.accepted_at, second.text]).toEqual([
			null,
			expect.stringContaining(`ending in ${savings?.mask}`),
		]);
		expect((await shop.pay({ connection })).body).toMatchObject({
			status: 'processing',
			authorization: second.authorization,
		});
	});

	it('of more than was authorized, or for a second time under an authorization for one', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper({
			authorization: { kind: 'one_time', amount: 2_000 },
		});
		expect(code(await shop.pay({ connection, amount: 2_001 }))).toBe('amount_not_authorized');
		await untouched(shop);
		expect((await shop.pay({ connection, amount: 2_000 })).status).toBe(200);
		expect(code(await shop.pay({ connection, amount: 2_000, authorization }))).toBe('authorization_used');
		expect(code(await shop.pay({ connection, amount: 2_000 }))).toBe('authorization_required');
		expect(await shop.intents()).toHaveLength(1);
	});

	it('where another request has come first with its key', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		await shop.pay({ connection }, 'order-1');
		const other = await shop.pay({ connection, amount: 2_501 }, 'order-1');
		expect([other.status, code(other)]).toEqual([409, 'idempotency_key_reused']);
		// Also when its answer is not kept any more.
		await shop.backend.database.prepare('delete from idempotency_keys').run();
		expect(code(await shop.pay({ connection, amount: 2_501 }, 'order-1'))).toBe('idempotency_key_reused');
		expect(await shop.intents()).toHaveLength(1);
	});
});

describe('the balance, where it is asked for first,', () => {
	const balancePath = '/accounts/balance/get';
	const institution = { plaid_error: { error_type: 'INSTITUTION_ERROR', error_code: 'INSTITUTION_DOWN' } };

	it.each(['required', 'preferred'])('suffices, or the payment is refused (%s)', async (check_balance) => {
		const shop = await openShop();
		// The sandbox's checking account has 100 dollars.
		const { connection } = await shop.shopper();
		const refused = await shop.pay({ connection, check_balance, amount: 10_001 });
		expect([refused.status, refused.body.error]).toMatchObject([
			402,
			{
				code: 'balance_insufficient',
				retryable: false,
				display_message: expect.stringContaining('not enough money'),
			},
		]);
		expect(await shop.intents()).toEqual([]);
		const paid = await shop.pay({ connection, check_balance, amount: 10_000 });
		expect(paid.body.status).toBe('processing');
		expect(shop.backend.calls(balancePath).length).toBeGreaterThan(1);
	});

	it('is not told by the bank: nothing is debited where it is required, and all goes on where it is preferred', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		shop.backend.sandbox.faults.add({ path: balancePath, fault: institution });
		const refused = await shop.pay({ connection, check_balance: 'required' });
		expect([refused.status, refused.body.error]).toMatchObject([
			503,
			{ code: 'balance_unknown', retryable: true, plaid: { error_code: 'INSTITUTION_DOWN' } },
		]);
		expect(await shop.intents()).toEqual([]);
		const paid = await shop.pay({ connection, check_balance: 'preferred' });
		expect(paid.body.status).toBe('processing');
	});

	it('cannot be known without a login that works, and that is what is told', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const fault = { plaid_error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } };
		shop.backend.sandbox.faults.add({ path: balancePath, fault });
		expect(code(await shop.pay({ connection, check_balance: 'required' }))).toBe('bank_login_required');
		expect((await shop.backend.read(`/v1/connections/${connection}`)).body.status).toBe('login_required');
	});
});
