import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Market, openMarket, stripeKey } from './market.ts';
import { apiKey } from './worker-double.ts';

let market: Market;
const log = vi.spyOn(console, 'error').mockImplementation(() => {});
beforeAll(async () => {
	market = await openMarket();
});
beforeEach(() => {
	log.mockClear();
	market.sandbox.sandbox.faults.clear();
	market.worker.onBalances(async () => {});
});
afterAll(() => market.close());

const error = async (answer: Response) =>
	((await answer.json()) as { error: { code: string; message: string; retryable: boolean } }).error;

describe('a connection that the page hands over', () => {
	it('becomes a payment: the bank, the balances, the fate of the token, the Customer', async () => {
		const browser = await openBrowser(market.shop());
		const connected = await market.connected();
		const answer = await browser.post('/connections', connected);
		expect(await answer.json()).toEqual({ ok: true });

		expect(await (await browser.get('/payment/get')).json()).toEqual({
			connection: connected.connection,
			institution: { id: 'ins_109508', name: 'First Platypus Bank' },
			accounts: [
				{
					name: 'Plaid Checking',
					mask: '0000',
					type: 'depository',
					subtype: 'checking',
					balances: { available: 10_000, current: 11_000, limit: null, currency: 'usd' },
				},
			],
			bank_account_token: {
				id: `btok_…${connected.bankAccountToken.slice(-4)}`,
				fate: expect.stringMatching(/^attached to Customer cus_\w+ as ba_\w+, used$/),
			},
			customer: {
				id: expect.stringMatching(/^cus_/),
				default_source: expect.stringMatching(/^ba_/),
				name: 'Jenny Rosen',
				email: 'jenny.rosen@shop.example',
				livemode: false,
			},
		});
		expect((await browser.get('/success')).status).toBe(200);
	});

	it('makes one Customer, however often and however fast it is handed over', async () => {
		const browser = await openBrowser(market.shop());
		const connected = await market.connected();
		const answers = await Promise.all([1, 2, 3].map(() => browser.post('/connections', connected)));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(await market.customersOf(connected.connection)).toBe(1);
	});

	it('finds the Customer again a day later, when Stripe has forgotten the idempotency key', async () => {
		const connected = await market.connected();
		const first = await openBrowser(market.shop());
		await first.post('/connections', connected);
		market.sandbox.sandbox.clock.advance('25h');
		const later = await openBrowser(market.shop());
		expect(await (await later.post('/connections', connected)).json()).toEqual({ ok: true });
		const [one, other] = await Promise.all(
			[first, later].map(async (browser) => (await browser.get('/payment/get')).json()),
		);
		expect(other).toEqual(one);
	});

	it('survives a lost answer of Stripe with one Customer', async () => {
		const browser = await openBrowser(market.shop());
		const connected = await market.connected();
		market.sandbox.sandbox.faults.add({ path: '/v1/customers', times: 1, fault: { cut: 'after' } });
		expect((await browser.post('/connections', connected)).status).toBe(200);
		expect(await market.customersOf(connected.connection)).toBe(1);
	});

	it('belongs to the checkout that named it first', async () => {
		const shop = market.shop();
		const [owner, stranger] = [await openBrowser(shop), await openBrowser(shop)];
		const connected = await market.connected();
		await owner.post('/connections', connected);
		const refused = await stranger.post('/connections', connected);
		expect(refused.status).toBe(409);
		expect((await stranger.get('/payment/get')).status).toBe(404);
		expect((await stranger.get('/success')).status).toBe(303);
	});
});

describe('a hand-over that fails', () => {
	it.each([
		['no body', undefined, 'The body must be a JSON object'],
		['a list', [], 'connection: '],
		['no token', { connection: 'conn_1' }, 'bankAccountToken: '],
		['a path instead of an id', { connection: 'conn_/../x', bankAccountToken: 'btok_1' }, 'connection: '],
		['a number', { connection: 7, bankAccountToken: 'btok_1' }, 'connection: '],
		['more than it asks for', { connection: 'conn_1', bankAccountToken: 'btok_1', amount: 1 }, 'amount: '],
	])('refuses %s and names what is wrong', async (_what, body, words) => {
		const browser = await openBrowser(market.shop());
		const answer = await browser.post('/connections', body);
		expect(answer.status).toBe(400);
		expect((await error(answer)).message).toContain(words);
	});

	it('refuses what a form of another site could send', async () => {
		const answer = await market.shop().request('/connections', {
			method: 'POST',
			headers: { 'content-type': 'text/plain' },
			body: JSON.stringify(await market.connected()),
		});
		expect(answer.status).toBe(400);
	});

	it('refuses a body of a megabyte', async () => {
		const browser = await openBrowser(market.shop());
		const body = { connection: `conn_${'x'.repeat(1_000_000)}`, bankAccountToken: 'btok_1' };
		expect((await browser.post('/connections', body)).status).toBe(413);
	});

	it('says that the Worker is down, spends nothing, and works once it is up', async () => {
		const connected = await market.connected();
		const down = await openBrowser(market.shop({ backendUrl: 'http://localhost:1' }));
		const answer = await down.post('/connections', connected);
		expect(answer.status).toBe(503);
		expect(await error(answer)).toMatchObject({ code: 'backend_unreachable', retryable: true });
		expect(await market.customersOf(connected.connection)).toBe(0);
		const up = await openBrowser(market.shop());
		expect((await up.post('/connections', connected)).status).toBe(200);
	});

	it('can be tried again after the bank did not tell the balances', async () => {
		const connected = await market.connected();
		const browser = await openBrowser(market.shop());
		market.worker.onBalances(() => Promise.reject(new Error('The bank is away.')));
		expect((await browser.post('/connections', connected)).status).toBe(503);
		market.worker.onBalances(async () => {});
		expect((await browser.post('/connections', connected)).status).toBe(200);
	});

	it('tells a merchant whose API key is wrong which variable to mend', async () => {
		const browser = await openBrowser(market.shop({ backendApiKey: 'psc_another' }));
		const answer = await browser.post('/connections', await market.connected());
		expect((await error(answer)).message).toContain('BACKEND_API_KEY');
	});

	it('asks for the bank again where the Worker does not know the connection', async () => {
		const browser = await openBrowser(market.shop());
		const { bankAccountToken } = await market.connected();
		const answer = await browser.post('/connections', { connection: 'conn_unknown', bankAccountToken });
		expect(await error(answer)).toMatchObject({ code: 'connection_not_found', retryable: false });
	});

	it('asks for the bank again where its login has expired', async () => {
		const browser = await openBrowser(market.shop());
		const connected = await market.connected();
		market.worker.connections.set(connected.connection, 'login_required');
		const answer = await browser.post('/connections', connected);
		expect(await error(answer)).toMatchObject({ code: 'bank_login_required', retryable: false });
	});

	it('passes on that Stripe does not know the token, and what that means', async () => {
		const browser = await openBrowser(market.shop());
		const { connection } = await market.connected();
		const answer = await browser.post('/connections', {
			connection,
			bankAccountToken: 'btok_ofAnotherAccount',
		});
		const refusal = await error(answer);
		expect(refusal).toMatchObject({ code: 'resource_missing', retryable: false });
		expect(refusal.message).toContain("connected in Plaid's dashboard");
	});

	it('passes on that the token was used for another connection', async () => {
		const browser = await openBrowser(market.shop());
		const [one, other] = [await market.connected(), await market.connected()];
		await browser.post('/connections', one);
		const { bankAccountToken } = one;
		const answer = await browser.post('/connections', { connection: other.connection, bankAccountToken });
		expect(answer.status).toBe(409);
		expect(await error(answer)).toMatchObject({ code: 'token_already_used', retryable: false });
	});

	it('tells a merchant whose Stripe key is wrong which variable to mend', async () => {
		const browser = await openBrowser(market.shop({ stripeSecretKey: 'sk_test_invalid_0123456789' }));
		const answer = await browser.post('/connections', await market.connected());
		expect((await error(answer)).message).toContain('STRIPE_SECRET_KEY');
	});

	it('logs why, without a secret', async () => {
		const browser = await openBrowser(market.shop());
		const { connection } = await market.connected();
		await browser.post('/connections', { connection, bankAccountToken: 'btok_ofAnotherAccount' });
		const logged = log.mock.calls.flat().join('\n');
		expect(logged).toContain('resource_missing');
		for (const secret of ['btok_ofAnotherAccount', apiKey, stripeKey]) expect(logged).not.toContain(secret);
	});
});
