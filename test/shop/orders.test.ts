import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrderView } from '../../demo/shop/order-view.ts';
import { openBrowser } from './browser.ts';
import { type Market, openMarket } from './market.ts';

let market: Market;
const log = vi.spyOn(console, 'error').mockImplementation(() => {});
beforeAll(async () => {
	market = await openMarket();
});
beforeEach(() => {
	log.mockClear();
	market.worker.taken.length = 0;
});
afterAll(() => market.close());

async function paidOrder(shop = market.shop()) {
	const browser = await openBrowser(shop);
	const order = await browser.order();
	await browser.post(`/orders/${order}/payments`, { connection: market.worker.connect() });
	const state = async () => (await (await browser.get(`/orders/${order}/state`)).json()) as OrderView;
	return { shop, browser, order, state };
}

/** What an open page is told, message by message. */
async function watch(browser: Awaited<ReturnType<typeof openBrowser>>, order: string) {
	const answer = await browser.get(`/orders/${order}/changes`);
	const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	return {
		type: answer.headers.get('content-type'),
		async next(): Promise<OrderView> {
			while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? '';
			const [message = ''] = text.split('\n\n', 1);
			text = text.slice(message.length + 2);
			return JSON.parse(/^data: (.*)$/m.exec(message)?.[1] ?? 'null') as OrderView;
		},
		close: () => reader?.cancel(),
	};
}

describe('the page of an order', () => {
	it('tells the order, the bank, the payment and the authorization as they are now', async () => {
		const { state, order } = await paidOrder();
		market.worker.become('pay_1', { status: 'succeeded' });
		expect(await state()).toMatchObject({
			order: { id: order, amount: 6000, lines: [{ name: 'Stoneware mug', quantity: 1, amount: 3400 }, {}] },
			bank: {
				institution: { name: 'First Platypus Bank' },
				account: { name: 'Plaid Checking', mask: '0000' },
			},
			payment: { id: 'pay_1', status: 'succeeded' },
			authorization: { accepted_at: '2026-11-21T08:00:00.000Z' },
			can: { pay_again: false, cancel: false, refund: 6000 },
		});
	});

	it('tells what is known where the Worker is away', async () => {
		const { state } = await paidOrder();
		market.worker.refuse(/GET .v1.payments/, { status: 503, code: 'store_unavailable' });
		expect((await state()).payment.status).toBe('processing');
	});

	it('is there for its own browser alone, and only once there is a payment', async () => {
		const { shop, order } = await paidOrder();
		const stranger = await openBrowser(shop);
		for (const path of ['state', 'changes'])
			expect((await stranger.get(`/orders/${order}/${path}`)).status).toBe(404);
		for (const [path, body] of [
			['cancel', {}],
			['refunds', { form: crypto.randomUUID() }],
			['sandbox', { outcome: 'succeeded' }],
		] as const)
			expect((await stranger.post(`/orders/${order}/${path}`, body)).status).toBe(404);
		expect((await stranger.get(`/orders/${order}`)).headers.get('location')).toBe('/');
		const unpaid = await stranger.order();
		expect((await stranger.get(`/orders/${unpaid}`)).headers.get('location')).toBe('/');
	});

	it('has the sandbox’s controls only where there is a sandbox', async () => {
		const here = await paidOrder();
		const real = await paidOrder(market.shop({ sandboxUrl: null }));
		const html = async ({ browser, order }: typeof here) => (await browser.get(`/orders/${order}`)).text();
		expect(await html(here)).toContain('The sandbox’s bank');
		expect(await html(real)).not.toContain('sandbox');
		const refused = await real.browser.post(`/orders/${real.order}/sandbox`, { outcome: 'succeeded' });
		expect(refused.status).toBe(404);
	});
});

describe('an event of the Worker’s', () => {
	it('is told to the open page, with the payment as it is by then', async () => {
		const { shop, browser, order } = await paidOrder();
		const page = await watch(browser, order);
		expect(page.type).toContain('text/event-stream');
		expect((await page.next()).payment.status).toBe('processing');
		const event = market.worker.event('payment.processing', 'pay_1');
		market.worker.become('pay_1', { status: 'succeeded' });
		expect((await shop.request('/bank-events', event)).status).toBe(204);
		expect((await page.next()).payment.status).toBe('succeeded');
		await page.close();
	});

	it('tells of a payment whose own answer was lost', async () => {
		const shop = market.shop();
		const browser = await openBrowser(shop);
		const order = await browser.order();
		market.worker.refuse(/POST .v1.payments$/, 'answer lost');
		const connection = market.worker.connect();
		expect((await browser.post(`/orders/${order}/payments`, { connection })).status).toBe(503);
		await shop.request('/bank-events', market.worker.event('payment.processing', 'pay_1'));
		const state = (await (await browser.get(`/orders/${order}/state`)).json()) as OrderView;
		expect(state.payment.id).toBe('pay_1');
		// And the next visit is another order's.
		expect(await browser.order()).not.toBe(order);
	});

	it('is refused where it is not signed with the secret, or changed on its way', async () => {
		const { shop, state } = await paidOrder();
		const good = market.worker.event('payment.succeeded', 'pay_1');
		const forged = market.worker.event(
			'payment.succeeded',
			'pay_1',
			`whsec_${Buffer.alloc(32, 6).toString('base64')}`,
		);
		const asked = market.worker.asked.length;
		for (const event of [
			forged,
			{ ...good, body: `${good.body} ` },
			{ method: 'POST', headers: {}, body: good.body },
		])
			expect((await shop.request('/bank-events', event)).status).toBe(400);
		expect(market.worker.asked).toHaveLength(asked);
		expect((await state()).payment.status).toBe('processing');
	});

	it('is sent again where the payment could not be read', async () => {
		const { shop } = await paidOrder();
		const event = market.worker.event('payment.succeeded', 'pay_1');
		market.worker.refuse(/GET .v1.payments/, { status: 503, code: 'store_unavailable' });
		expect((await shop.request('/bank-events', event)).status).toBe(503);
		expect((await shop.request('/bank-events', event)).status).toBe(204);
	});

	it('about anything else is thanked for and let be', async () => {
		const { shop } = await paidOrder();
		const of = (type: 'connection.repaired' | 'payment.succeeded', payment: string) =>
			shop.request('/bank-events', market.worker.event(type, payment));
		expect((await of('connection.repaired', 'pay_1')).status).toBe(204);
		expect((await of('payment.succeeded', 'pay_of_another_shop')).status).toBe(204);
	});

	it('is not taken where there is no secret to know it by', async () => {
		const shop = market.shop({ eventsSecret: null });
		expect((await shop.request('/bank-events', { method: 'POST', body: '{}' })).status).toBe(404);
	});
});

describe('what the merchant does', () => {
	it('gives back a part, then the rest', async () => {
		const { browser, order, state } = await paidOrder();
		market.worker.become('pay_1', { status: 'succeeded' });
		const refund = (body: object) => browser.post(`/orders/${order}/refunds`, body);
		await refund({ amount: 2000, form: crypto.randomUUID() });
		expect((await state()).can.refund).toBe(4000);
		expect((await refund({ form: crypto.randomUUID() })).status).toBe(200);
		expect((await state()).payment.refunds.map(({ amount }) => amount)).toEqual([2000, 4000]);
	});

	it('gives back once, however often one form is sent', async () => {
		const { browser, order, state } = await paidOrder();
		const body = { amount: 2000, form: crypto.randomUUID() };
		await Promise.all([1, 2, 3].map(() => browser.post(`/orders/${order}/refunds`, body)));
		expect((await state()).payment.refunds).toHaveLength(1);
	});

	it('is told to the open page at once', async () => {
		const { browser, order } = await paidOrder();
		const page = await watch(browser, order);
		await page.next();
		expect((await browser.post(`/orders/${order}/cancel`, {})).status).toBe(200);
		expect((await page.next()).payment.status).toBe('canceled');
		await page.close();
	});

	it('hears why it cannot be done', async () => {
		const { browser, order } = await paidOrder();
		market.worker.refuse(/cancel$/, { code: 'payment_not_cancelable', message: 'The bank has it already.' });
		const answer = await browser.post(`/orders/${order}/cancel`, {});
		expect(answer.status).toBe(409);
		expect(await answer.json()).toMatchObject({
			error: { code: 'payment_not_cancelable', message: 'The bank has it already.' },
		});
	});

	it.each([
		['nothing', { amount: 0 }],
		['half a cent', { amount: 0.5 }],
		['a text', { amount: '20' }],
		['a form without a name', { form: 'form' }],
	])('cannot give back %s', async (_what, body) => {
		const { browser, order } = await paidOrder();
		const answer = await browser.post(`/orders/${order}/refunds`, { form: crypto.randomUUID(), ...body });
		expect(answer.status).toBe(400);
	});
});

describe('the sandbox’s controls', () => {
	it('move the sandbox’s clock', async () => {
		const { browser, order } = await paidOrder();
		const before = market.sandbox.sandbox.clock.now();
		expect((await browser.post(`/orders/${order}/sandbox`, { advance: '4d' })).status).toBe(200);
		expect(market.sandbox.sandbox.clock.now() - before).toBeGreaterThanOrEqual(4 * 86_400_000);
	});

	it('pass on what the sandbox has against it', async () => {
		const { browser, order } = await paidOrder();
		const answer = await browser.post(`/orders/${order}/sandbox`, { outcome: 'succeeded' });
		expect(answer.status).toBe(409);
		expect(JSON.stringify(await answer.json())).toContain('There is no payment pi_1');
	});

	it.each([{ outcome: 'reset' }, { advance: '100d' }, { outcome: 'sent', advance: '1m' }, {}])(
		'do nothing else: %j',
		async (body) => {
			const { browser, order } = await paidOrder();
			expect((await browser.post(`/orders/${order}/sandbox`, body)).status).toBe(400);
		},
	);
});
