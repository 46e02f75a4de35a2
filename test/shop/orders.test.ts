import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrderView } from '../../demo/shop/order-views.ts';
import { openBrowser } from './browser.ts';
import { stack, withShopStack } from './shop-stack.ts';

withShopStack();
const log = vi.spyOn(console, 'error').mockImplementation(() => {});
beforeEach(() => {
	log.mockClear();
	stack.worker.debits.length = 0;
});

async function paidOrder(shop = stack.shop()) {
	const browser = await openBrowser(shop);
	const order = await browser.order();
	await browser.post(`/orders/${order}/payments`, { connection: stack.worker.connect() });
	const state = async () => (await (await browser.get(`/orders/${order}/state`)).json()) as OrderView;
	return { shop, browser, order, state };
}

/** Reads the stream of an open page, message by message. */
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
	it('shows the order, the bank, the payment and the authorization as they are now', async () => {
		const { state, order } = await paidOrder();
		stack.worker.changePayment('pay_1', { status: 'succeeded' });
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

	it('shows the last known payment if the Worker does not answer', async () => {
		const { state } = await paidOrder();
		stack.worker.refuse(/GET .v1.payments/, { status: 503, code: 'store_unavailable' });
		expect((await state()).payment.status).toBe('processing');
	});

	it('exists for its own browser only, and only with a payment', async () => {
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

	it('has the sandbox’s controls only if there is a sandbox', async () => {
		const here = await paidOrder();
		const real = await paidOrder(stack.shop({ sandboxUrl: null }));
		const html = async ({ browser, order }: typeof here) => (await browser.get(`/orders/${order}`)).text();
		expect(await html(here)).toContain('The sandbox’s bank');
		expect(await html(real)).not.toContain('sandbox');
		const refused = await real.browser.post(`/orders/${real.order}/sandbox`, { outcome: 'succeeded' });
		expect(refused.status).toBe(404);
	});
});

describe('an event from the Worker', () => {
	it('updates the open page with the payment as the Worker returns it by then', async () => {
		const { shop, browser, order } = await paidOrder();
		const page = await watch(browser, order);
		expect(page.type).toContain('text/event-stream');
		expect((await page.next()).payment.status).toBe('processing');
		const event = stack.worker.event('payment.processing', 'pay_1');
		stack.worker.changePayment('pay_1', { status: 'succeeded' });
		expect((await shop.request('/bank-events', event)).status).toBe(204);
		expect((await page.next()).payment.status).toBe('succeeded');
		await page.close();
	});

	it('reports a payment whose own answer was lost', async () => {
		const shop = stack.shop();
		const browser = await openBrowser(shop);
		const order = await browser.order();
		stack.worker.refuse(/POST .v1.payments$/, 'answer lost');
		const connection = stack.worker.connect();
		expect((await browser.post(`/orders/${order}/payments`, { connection })).status).toBe(503);
		await shop.request('/bank-events', stack.worker.event('payment.processing', 'pay_1'));
		const state = (await (await browser.get(`/orders/${order}/state`)).json()) as OrderView;
		expect(state.payment.id).toBe('pay_1');
		// The next visit starts another order.
		expect(await browser.order()).not.toBe(order);
	});

	it('is refused if it is not signed with the secret, or was changed', async () => {
		const { shop, state } = await paidOrder();
		const good = stack.worker.event('payment.succeeded', 'pay_1');
		const forged = stack.worker.event(
			'payment.succeeded',
			'pay_1',
			`whsec_${Buffer.alloc(32, 6).toString('base64')}`,
		);
		const before = stack.worker.requests.length;
		for (const event of [
			forged,
			{ ...good, body: `${good.body} ` },
			{ method: 'POST', headers: {}, body: good.body },
		])
			expect((await shop.request('/bank-events', event)).status).toBe(400);
		expect(stack.worker.requests).toHaveLength(before);
		expect((await state()).payment.status).toBe('processing');
	});

	it('answers 503 if the payment could not be read, so that the Worker sends it again', async () => {
		const { shop } = await paidOrder();
		const event = stack.worker.event('payment.succeeded', 'pay_1');
		stack.worker.refuse(/GET .v1.payments/, { status: 503, code: 'store_unavailable' });
		expect((await shop.request('/bank-events', event)).status).toBe(503);
		expect((await shop.request('/bank-events', event)).status).toBe(204);
	});

	it('about anything else is acknowledged and ignored', async () => {
		const { shop } = await paidOrder();
		const of = (type: 'connection.repaired' | 'payment.succeeded', payment: string) =>
			shop.request('/bank-events', stack.worker.event(type, payment));
		expect((await of('connection.repaired', 'pay_1')).status).toBe(204);
		expect((await of('payment.succeeded', 'pay_of_another_shop')).status).toBe(204);
	});

	it('is not accepted without a secret', async () => {
		const shop = stack.shop({ eventsSecret: null });
		expect((await shop.request('/bank-events', { method: 'POST', body: '{}' })).status).toBe(404);
	});
});

describe('the merchant', () => {
	it('refunds a part, then the rest', async () => {
		const { browser, order, state } = await paidOrder();
		stack.worker.changePayment('pay_1', { status: 'succeeded' });
		const refund = (body: object) => browser.post(`/orders/${order}/refunds`, body);
		await refund({ amount: 2000, form: crypto.randomUUID() });
		expect((await state()).can.refund).toBe(4000);
		expect((await refund({ form: crypto.randomUUID() })).status).toBe(200);
		expect((await state()).payment.refunds.map(({ amount }) => amount)).toEqual([2000, 4000]);
	});

	it('refunds once, however often one form is submitted', async () => {
		const { browser, order, state } = await paidOrder();
		const body = { amount: 2000, form: crypto.randomUUID() };
		await Promise.all([1, 2, 3].map(() => browser.post(`/orders/${order}/refunds`, body)));
		expect((await state()).payment.refunds).toHaveLength(1);
	});

	it('cancels, and the open page shows it at once', async () => {
		const { browser, order } = await paidOrder();
		const page = await watch(browser, order);
		await page.next();
		expect((await browser.post(`/orders/${order}/cancel`, {})).status).toBe(200);
		expect((await page.next()).payment.status).toBe('canceled');
		await page.close();
	});

	it('reads why a payment cannot be canceled', async () => {
		const { browser, order } = await paidOrder();
		stack.worker.refuse(/cancel$/, { code: 'payment_not_cancelable', message: 'The bank has it already.' });
		const answer = await browser.post(`/orders/${order}/cancel`, {});
		expect(answer.status).toBe(409);
		expect(await answer.json()).toMatchObject({
			error: { code: 'payment_not_cancelable', message: 'The bank has it already.' },
		});
	});

	it.each([
		['an amount of 0', { amount: 0 }],
		['a fraction of a cent', { amount: 0.5 }],
		['a text', { amount: '20' }],
		['an invalid form id', { form: 'form' }],
	])('cannot refund with %s', async (_what, body) => {
		const { browser, order } = await paidOrder();
		const answer = await browser.post(`/orders/${order}/refunds`, { form: crypto.randomUUID(), ...body });
		expect(answer.status).toBe(400);
	});
});

describe('the sandbox’s controls', () => {
	it('move the sandbox’s clock', async () => {
		const { browser, order } = await paidOrder();
		const before = stack.sandbox.sandbox.clock.now();
		expect((await browser.post(`/orders/${order}/sandbox`, { advance: '4d' })).status).toBe(200);
		expect(stack.sandbox.sandbox.clock.now() - before).toBeGreaterThanOrEqual(4 * 86_400_000);
	});

	it('pass on the sandbox’s refusal', async () => {
		const { browser, order } = await paidOrder();
		const answer = await browser.post(`/orders/${order}/sandbox`, { outcome: 'succeeded' });
		expect(answer.status).toBe(409);
		expect(JSON.stringify(await answer.json())).toContain('There is no payment pi_1');
	});

	it.each([{ outcome: 'reset' }, { advance: '100d' }, { outcome: 'sent', advance: '1m' }, {}])(
		'refuse anything else: %j',
		async (body) => {
			const { browser, order } = await paidOrder();
			expect((await browser.post(`/orders/${order}/sandbox`, body)).status).toBe(400);
		},
	);
});
