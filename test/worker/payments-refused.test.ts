import { describe, expect, it } from 'vitest';
import type { AccountsAnswer, AuthorizationAnswer } from '../../worker/contract.ts';
import { linkEverything } from './backend.ts';
import { browser, errorCode, eventTypes, openShop } from './shop.ts';

describe('a payment is refused before anything is stored or sent', () => {
	const untouched = async (shop: Awaited<ReturnType<typeof openShop>>) => {
		expect(await shop.intents()).toEqual([]);
		expect(await shop.backend.rows('payments')).toEqual([]);
		expect(await eventTypes(shop, 'payment.')).toEqual([]);
	};

	it('without an Idempotency-Key: parameter_missing', async () => {
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

	it('without STRIPE_SECRET_KEY: stripe_not_configured, while bank account tokens work', async () => {
		const shop = await openShop({ webhooks: false, variables: { STRIPE_SECRET_KEY: undefined } });
		const { connection } = await shop.shopper();
		const refused = await shop.pay({ connection });
		expect([refused.status, errorCode(refused)]).toEqual([503, 'stripe_not_configured']);
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

	it('for a removed connection: connection_removed', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		await shop.backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		expect(errorCode(await shop.pay({ connection }))).toBe('connection_removed');
		await untouched(shop);
	});

	it('without an authorization in effect: none, another connection’s, only offered, or revoked', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const other = await shop.shopper();
		expect(errorCode(await shop.pay({ connection, authorization: other.authorization }))).toBe(
			'authorization_not_found',
		);
		await shop.backend.send(`/v1/authorizations/${authorization}/revoke`);
		expect(errorCode(await shop.pay({ connection }))).toBe('authorization_required');
		expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
		await shop.backend.database
			.prepare('update authorizations set accepted_at = null, revoked_at = null where id = ?')
			.bind(authorization)
			.run();
		expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_required');
		await untouched(shop);
	});

	it('for another account than the authorization names, until that one is authorized: authorization_required', async () => {
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
		expect(errorCode(await shop.pay({ connection }))).toBe('authorization_required');
		expect(errorCode(await shop.pay({ connection, authorization: first.authorization }))).toBe(
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

	it('for more than was authorized, or a second time under a one-time authorization', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper({
			authorization: { kind: 'one_time', amount: 2_000 },
		});
		expect(errorCode(await shop.pay({ connection, amount: 2_001 }))).toBe('amount_not_authorized');
		await untouched(shop);
		expect((await shop.pay({ connection, amount: 2_000 })).status).toBe(200);
		expect(errorCode(await shop.pay({ connection, amount: 2_000, authorization }))).toBe(
			'authorization_used',
		);
		expect(errorCode(await shop.pay({ connection, amount: 2_000 }))).toBe('authorization_required');
		expect(await shop.intents()).toHaveLength(1);
	});

	it('when the key came with another request: idempotency_key_reused', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		await shop.pay({ connection }, 'order-1');
		const other = await shop.pay({ connection, amount: 2_501 }, 'order-1');
		expect([other.status, errorCode(other)]).toEqual([409, 'idempotency_key_reused']);
		// Also when the stored answer is gone.
		await shop.backend.database.prepare('delete from idempotency_keys').run();
		expect(errorCode(await shop.pay({ connection, amount: 2_501 }, 'order-1'))).toBe(
			'idempotency_key_reused',
		);
		expect(await shop.intents()).toHaveLength(1);
	});
});

describe('check_balance', () => {
	const balancePath = '/accounts/balance/get';
	const institution = { plaid_error: { error_type: 'INSTITUTION_ERROR', error_code: 'INSTITUTION_DOWN' } };

	it.each(['required', 'preferred'])(
		'%s: refuses a payment above the balance: balance_insufficient',
		async (check_balance) => {
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
		},
	);

	it('when the bank does not answer: required refuses with balance_unknown, preferred debits', async () => {
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

	it('required, without a working login: bank_login_required', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const fault = { plaid_error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } };
		shop.backend.sandbox.faults.add({ path: balancePath, fault });
		expect(errorCode(await shop.pay({ connection, check_balance: 'required' }))).toBe('bank_login_required');
		expect((await shop.backend.read(`/v1/connections/${connection}`)).body.status).toBe('login_required');
	});
});
