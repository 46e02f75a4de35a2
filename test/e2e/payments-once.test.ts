/** One order makes one debit: after double clicks, reloads, lost answers and crashes. */
import Stripe from 'stripe';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { becomes, merchantSees, payOrder } from './order-page.ts';
import { acceptButton, connectBank, connectButton, payByBank } from './shopper.ts';
import { context, page, stack, visitStack } from './visit.ts';

visitStack();

let stripe: Stripe;

beforeAll(async () => {
	const { hostname, port } = new URL(stack.sandboxUrl);
	stripe = new Stripe('sk_test_any', { host: hostname, port: Number(port), protocol: 'http' });
});
beforeEach(async () => {
	await page.goto(stack.shopUrl);
});

const paid = () => page.getByRole('link', { name: 'Follow the payment' }).waitFor();
const tryAgain = () => page.getByRole('main').getByRole('button', { name: 'Try again' }).click();

async function exactlyOne(): Promise<void> {
	const { data } = await stripe.paymentIntents.list();
	expect(data.map(({ amount, status }) => [amount, status])).toEqual([[6000, 'processing']]);
	expect((await stripe.customers.list()).data).toHaveLength(1);
}

it('pressed twice', async () => {
	await connectButton(page).dblclick();
	await connectBank(page);
	await acceptButton(page).dblclick();
	await paid();
	await exactlyOne();
});

it('reloaded while it is made', async () => {
	await connectButton(page).click();
	await connectBank(page);
	await stack.control('POST', 'faults', {
		path: '/v1/payment_intents/:id/confirm',
		times: 1,
		fault: { delay_ms: 1500 },
	});
	await acceptButton(page).click();
	await page.getByText('Making the payment …').waitFor();
	await page.reload();
	await paid();
	await exactlyOne();
});

it('with the shop’s answer lost on its way to the page', async () => {
	let lost = 0;
	await page.route('**/orders/*/payments', async (route) => {
		if (lost++ > 0) return route.continue();
		await route.fetch();
		await route.abort('connectionreset');
	});
	await connectButton(page).click();
	await payByBank(page);
	await tryAgain();
	await paid();
	expect(lost).toBe(2);
	await exactlyOne();
});

it('with Stripe’s answer lost on its way to the Worker', async () => {
	await stack.control('POST', 'faults', {
		path: '/v1/payment_intents/:id/confirm',
		times: 1,
		fault: { cut: 'after' },
	});
	await connectButton(page).click();
	await payByBank(page);
	await paid();
	await exactlyOne();
});

it('with the Worker killed while Stripe makes the debit: Stripe’s webhook is enough', async () => {
	await stack.control('POST', 'webhooks', { mode: 'hold' });
	await stack.control('POST', 'faults', {
		path: '/v1/payment_intents/:id/confirm',
		times: 1,
		fault: { delay_ms: 1500 },
	});
	await connectButton(page).click();
	await payByBank(page);
	await vi.waitFor(async () => expect(await stack.requests(/\/confirm$/)).toHaveLength(1), 20_000);
	await stack.killWorker();
	await page.getByText('You will not be charged twice').first().waitFor();
	await vi.waitFor(() => exactlyOne(), 20_000);
	await stack.startWorkerAgain();
	await stack.control('POST', 'webhooks', { mode: 'normal' });
	// The order is paid before the page retries.
	const order = await page.locator('main').getAttribute('data-order');
	await vi.waitFor(
		async () => expect((await page.request.get(`${stack.shopUrl}/orders/${order}/state`)).status()).toBe(200),
		20_000,
	);
	await tryAgain();
	await paid();
	await exactlyOne();
}, 120_000);

it('paid in two tabs at once', async () => {
	const other = await context.newPage();
	await other.goto(stack.shopUrl);
	for (const tab of [page, other]) {
		await tab.bringToFront();
		await connectButton(tab).click();
		await connectBank(tab);
		await acceptButton(tab).waitFor();
	}
	await Promise.all([page, other].map((tab) => acceptButton(tab).click()));
	for (const tab of [page, other]) await tab.getByRole('link', { name: 'Follow the payment' }).waitFor();
	await exactlyOne();
});

it('refunded once by a double click', async () => {
	await payOrder(page, stack);
	await page.getByRole('button', { name: 'Pay', exact: true }).click();
	await becomes(page, 'succeeded');
	await merchantSees(page).getByLabel('Give back').fill('10');
	await merchantSees(page).getByRole('button', { name: 'Refund' }).dblclick();
	await page.getByText('$10.00 is on its way back to you.').waitFor();
	expect((await stripe.refunds.list()).data.map(({ amount }) => amount)).toEqual([1000]);
});
