import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PaidView } from '../../demo/shop/order-views.ts';
import { openBrowser } from './browser.ts';
import { type ShopStack, stack, withShopStack } from './shop-stack.ts';
import { apiKey } from './worker-double.ts';

withShopStack();
const log = vi.spyOn(console, 'error').mockImplementation(() => {});
beforeEach(() => {
	log.mockClear();
	stack.worker.debits.length = 0;
	stack.worker.requests.length = 0;
});

/** A browser with an order and a connection of its customer. */
async function checkout(shop = stack.shop()) {
	const browser = await openBrowser(shop);
	const order = await browser.order();
	const connection = stack.worker.connect();
	const pay = (named = connection) => browser.post(`/orders/${order}/payments`, { connection: named });
	return { shop, browser, order, connection, pay };
}

const error = async (answer: Response) =>
	(
		(await answer.json()) as {
			error: { code: string; message: string; display_message: string; next_step: string };
		}
	).error;
const paid = async (browser: Awaited<ReturnType<typeof openBrowser>>) =>
	(await (await browser.get('/payment/get')).json()) as PaidView;

describe('the payment for an order', () => {
	it('has the order’s amount, the purpose `goods` and the order’s own key', async () => {
		const { order, connection, pay } = await checkout();
		const answer = await pay();
		expect(await answer.json()).toEqual({ order, status: 'processing' });
		expect(stack.worker.debits.map(({ key, request }) => ({ key, request }))).toEqual([
			{
				key: `${order}-1`,
				request: {
					connection,
					amount: 6000,
					purpose: 'goods',
					description: expect.stringMatching(/^Example Shop, order \d{4}$/),
					metadata: { order },
					check_balance: 'preferred',
				},
			},
		]);
	});

	it('names the authorization that the shopper accepted for this order', async () => {
		const { browser, order, connection } = await checkout();
		const body = { connection, authorization: 'auth_of_this_order' };
		expect((await browser.post(`/orders/${order}/payments`, body)).status).toBe(200);
		expect(stack.worker.debits[0]?.request).toMatchObject(body);
		const wrong = { connection, authorization: 'conn_1' };
		expect((await browser.post(`/orders/${order}/payments`, wrong)).status).toBe(400);
	});

	it('has the amount of the basket, and the page cannot send another', async () => {
		const browser = await openBrowser(stack.shop());
		await browser.send('/basket', { product: 'mug', quantity: '0' });
		await browser.send('/basket', { product: 'candles', quantity: '3' });
		const order = await browser.order();
		const connection = stack.worker.connect();
		const refused = await browser.post(`/orders/${order}/payments`, { connection, amount: 1 });
		expect([refused.status, (await error(refused)).message]).toEqual([
			400,
			expect.stringContaining('amount'),
		]);
		await browser.post(`/orders/${order}/payments`, { connection });
		expect(stack.worker.debits.map(({ request }) => request.amount)).toEqual([26_00 + 3 * 18_00]);
		expect(stack.worker.sessions.at(-1)?.authorization).toEqual({ kind: 'one_time', amount: 80_00 });
	});

	it('is on the success page: the bank, its balances, and Stripe’s objects', async () => {
		const { browser, connection, pay } = await checkout();
		expect((await browser.get('/success')).status).toBe(303);
		await pay();
		expect((await browser.get('/success')).status).toBe(200);
		expect(await paid(browser)).toMatchObject({
			connection,
			institution: { id: 'ins_109508', name: 'First Platypus Bank' },
			accounts: [{ name: 'Plaid Checking', mask: '0000', balances: { available: 10_000, current: 11_000 } }],
			payment: { status: 'processing', stripe: { customer: 'cus_1', payment_method: 'ba_1' } },
			authorization: { status: 'used', text: 'Account holder: Jenny Rosen' },
		});
	});

	it('is shown without the balances if they cannot be read', async () => {
		const { browser, pay } = await checkout();
		await pay();
		stack.worker.refuse(/accounts$/, { status: 503, code: 'plaid_unavailable', retryable: true });
		expect(await paid(browser)).toMatchObject({ accounts: [], payment: { id: 'pay_1' } });
	});

	it('is made once, however often and fast it is requested', async () => {
		const { pay } = await checkout();
		const answers = await Promise.all([pay(), pay(), pay()]);
		answers.push(await pay());
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(stack.worker.debits).toHaveLength(1);
		expect(stack.worker.requests.filter((path) => path === 'POST /v1/payments')).toHaveLength(1);
	});

	it('is not made from a second bank while the first may have been debited', async () => {
		const { pay, connection, browser } = await checkout();
		stack.worker.refuse(/POST .v1.payments$/, 'answer lost');
		const lost = await pay();
		expect(await error(lost)).toMatchObject({ code: 'backend_unreachable', next_step: 'retry' });
		expect((await pay(stack.worker.connect())).status).toBe(200);
		expect(stack.worker.debits.map(({ request }) => request.connection)).toEqual([connection]);
		expect((await paid(browser)).connection).toBe(connection);
	});

	it.each([
		{ status: 401, code: 'api_key_invalid' },
		{ status: 500, code: 'internal_error' },
		{ status: 503, code: 'stripe_permission_missing' },
	])('continues under its key once the merchant has fixed $code', async (refusal) => {
		const { order, pay, connection } = await checkout();
		stack.worker.refuse(/POST .v1.payments$/, 'answer lost');
		await pay();
		stack.worker.refuse(/POST .v1.payments$/, refusal);
		expect(await error(await pay())).toMatchObject({ code: refusal.code, next_step: 'retry' });
		expect((await pay(stack.worker.connect())).status).toBe(200);
		expect(stack.worker.debits.map(({ key, request }) => [key, request.connection])).toEqual([
			[`${order}-1`, connection],
		]);
	});

	it('starts another order at the next visit to the checkout', async () => {
		const { browser, order, pay } = await checkout();
		expect(await browser.order()).toBe(order);
		await pay();
		const next = await browser.order();
		expect(next).toMatch(/^order_/);
		expect(next).not.toBe(order);
	});

	it('can be made again after it has failed, under another key', async () => {
		const { browser, order, pay } = await checkout();
		await pay();
		const failure = { code: 'insufficient_funds', message: 'NSF', display_message: 'Not enough money.' };
		stack.worker.changePayment('pay_1', { status: 'failed', failure });
		await browser.get(`/orders/${order}/state`);
		const page = await (await browser.get(`/orders/${order}/pay`)).text();
		expect(page).toContain('Not enough money.');
		await pay();
		expect(stack.worker.debits.map(({ key }) => key)).toEqual([`${order}-1`, `${order}-2`]);
	});

	it.each(['processing', 'succeeded', 'disputed', 'refunded', 'canceled'] as const)(
		'is not made again while it is %s',
		async (status) => {
			const { browser, order, pay } = await checkout();
			await pay();
			stack.worker.changePayment('pay_1', { status });
			await browser.get(`/orders/${order}/state`);
			await pay(stack.worker.connect());
			expect(stack.worker.debits).toHaveLength(1);
			expect((await browser.get(`/orders/${order}/pay`)).headers.get('location')).toBe(`/orders/${order}`);
		},
	);
});

describe('a payment that is refused', () => {
	const table: [string, Parameters<ShopStack['worker']['refuse']>[1], number, Record<string, unknown>][] = [
		[
			'with balance_insufficient, because money is missing',
			{ status: 402, code: 'balance_insufficient', display_message: 'There is not enough money.' },
			402,
			{
				code: 'balance_insufficient',
				display_message: 'There is not enough money.',
				next_step: 'connect_bank',
			},
		],
		[
			'with authorization_revoked',
			{ code: 'authorization_revoked' },
			409,
			{ display_message: expect.stringContaining('authorize it again'), next_step: 'connect_bank' },
		],
		[
			'with amount_not_authorized, because the order has changed',
			{ code: 'amount_not_authorized' },
			409,
			{ display_message: expect.stringContaining('has changed'), next_step: 'reload' },
		],
		[
			'with bank_unavailable',
			{ status: 503, code: 'bank_unavailable', retryable: true, display_message: 'Your bank is away.' },
			503,
			{ display_message: 'Your bank is away.', next_step: 'retry' },
		],
		[
			'with stripe_not_configured',
			{ status: 503, code: 'stripe_not_configured', message: 'Set STRIPE_SECRET_KEY.' },
			502,
			{ message: 'Set STRIPE_SECRET_KEY.', display_message: expect.stringContaining('on our side') },
		],
	];
	it.each(table)('%s, says what the shopper can do, and why', async (_what, refusal, status, expected) => {
		const { pay } = await checkout();
		stack.worker.refuse(/POST .v1.payments$/, refusal);
		const answer = await pay();
		expect(answer.status).toBe(status);
		expect(await error(answer)).toMatchObject(expected);
		expect((await pay(stack.worker.connect())).status).toBe(200);
		expect(stack.worker.debits).toHaveLength(1);
	});

	it('with payment_refused is shown, and the order can be paid from another account', async () => {
		const { browser, order, pay } = await checkout();
		await pay();
		const failure = {
			code: 'bank_account_unusable',
			message: 'Blocked.',
			display_message: 'Another account, please.',
		};
		const other = await checkout();
		stack.worker.changePayment('pay_1', { status: 'failed', failure });
		stack.worker.refuse(/POST .v1.payments$/, {
			status: 402,
			code: 'payment_refused',
			display_message: 'Another account, please.',
			payment: 'pay_1',
		});
		expect(await error(await other.pay())).toMatchObject({
			display_message: 'Another account, please.',
			next_step: 'connect_bank',
		});
		// Nothing was paid, so it is still the same order.
		expect(await other.browser.order()).toBe(other.order);
		expect(await (await other.browser.get('/')).text()).toContain('Another account, please.');
		expect((await other.pay(stack.worker.connect())).status).toBe(200);
		await browser.get(`/orders/${order}/state`);
	});

	it('of another customer’s connection is never requested from the Worker', async () => {
		const { browser, pay } = await checkout();
		for (const connection of [
			stack.worker.connect('customer-other'),
			stack.worker.connect(''),
			'conn_unknown',
		]) {
			const answer = await pay(connection);
			expect(answer.status).toBe(409);
			expect(await error(answer)).toMatchObject({ code: 'connection_not_found', next_step: 'connect_bank' });
		}
		expect(stack.worker.debits).toEqual([]);
		expect((await browser.get('/payment/get')).status).toBe(404);
	});

	it('for an order of another browser is not found', async () => {
		const { shop, order } = await checkout();
		const stranger = await openBrowser(shop);
		const connection = stack.worker.connect();
		expect((await stranger.post(`/orders/${order}/payments`, { connection })).status).toBe(404);
		expect(stack.worker.debits).toEqual([]);
	});

	it.each([
		['no body', undefined, 'The body must be a JSON object'],
		['a list', [], 'connection: '],
		['a path instead of an id', { connection: 'conn_/../x' }, 'connection: '],
		['a number', { connection: 7 }, 'connection: '],
		[
			'a token of the bank account',
			{ connection: 'conn_1', bankAccountToken: 'btok_1' },
			'bankAccountToken: ',
		],
	])('with %s as its body says what is wrong', async (_what, body, words) => {
		const { browser, order } = await checkout();
		const answer = await browser.post(`/orders/${order}/payments`, body);
		expect(answer.status).toBe(400);
		expect((await error(answer)).message).toContain(words);
	});

	it('is refused from a form of another site', async () => {
		const { shop, browser, order, connection } = await checkout();
		const answer = await shop.request(`/orders/${order}/payments`, {
			method: 'POST',
			headers: { 'content-type': 'text/plain', cookie: browser.cookie },
			body: JSON.stringify({ connection }),
		});
		expect(answer.status).toBe(400);
		expect(stack.worker.debits).toEqual([]);
	});

	it('with a body of a megabyte is refused', async () => {
		const { browser, order } = await checkout();
		const body = { connection: `conn_${'x'.repeat(1_000_000)}` };
		expect((await browser.post(`/orders/${order}/payments`, body)).status).toBe(413);
	});

	it('with api_key_invalid names the variable to fix, and logs no key', async () => {
		const { order, pay } = await checkout();
		stack.worker.refuse(/GET .v1.connections/, {
			status: 401,
			code: 'api_key_invalid',
			message: `Not ${apiKey}`,
		});
		const { message, display_message } = await error(await pay());
		expect(message).toContain('BACKEND_API_KEY');
		expect(display_message).not.toContain('KEY');
		const logged = log.mock.calls.flat().join('\n');
		expect(logged).toContain('api_key_invalid');
		expect(logged).not.toContain(apiKey);
		expect(order).not.toBe('');
	});
});
