import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { type Backend, createBackend } from './backend.ts';
import { mostOfOne } from './basket.ts';
import type { Checkout, Checkouts } from './checkouts.ts';
import type { ShopConfig } from './config.ts';
import { sessionFor } from './element-session.ts';
import { recordedFetch } from './journal.ts';
import { refresh } from './order-news.ts';
import { isPayable, type Order, paidBy } from './orders.ts';
import type { Pages } from './pages.ts';
import { accountsOf, type Paid } from './paid.ts';
import { pay } from './pay.ts';
import { products } from './products.ts';
import { inWords } from './refusals.ts';
import { readJson, refuse, said } from './requests.ts';
import { basketView, lastFailure, orderLines } from './views/basket.ts';
import type { Watchers } from './watchers.ts';

/** All that the page says about a payment; everything else the shop knows, or asks for itself. */
const paymentBody = v.strictObject({
	connection: v.pipe(v.string(), v.regex(/^conn_[A-Za-z0-9_-]{1,100}$/, 'must be a connection id, conn_…')),
	/** What the shopper agreed to for this order; without it, what stands. The Worker knows whose it is. */
	authorization: v.optional(
		v.pipe(v.string(), v.regex(/^auth_[A-Za-z0-9_-]{1,100}$/, 'must be an authorization’s id, auth_…')),
	),
});

const basketForm = v.strictObject({
	product: v.picklist(products.map(({ id }) => id)),
	quantity: v.pipe(v.string(), v.regex(/^\d$/), v.transform(Number), v.maxValue(mostOfOne)),
});

export type CheckoutRoutesOptions = {
	config: Pick<ShopConfig, 'backendUrl' | 'backendApiKey'>;
	backend: Backend;
	checkouts: Checkouts;
	pages: Pages;
	watchers: Watchers;
};

/** The basket, the checkout of an order, and the payment for it. */
export function createCheckoutRoutes({
	config,
	backend,
	checkouts,
	pages,
	watchers,
}: CheckoutRoutesOptions): Hono {
	const routes = new Hono();
	/** What this browser's checkout asks of the Worker is told on its success page. */
	const backendOf = ({ journal }: Checkout): Backend =>
		createBackend(config.backendUrl, config.backendApiKey, recordedFetch(journal, 'Your Worker', fetch));

	routes.get('/basket', (c) =>
		pages.serve(c, 'basket.html', { parts: { basket: basketView(checkouts.findOrBegin(c).basket) } }),
	);
	routes.post('/basket', async (c) => {
		const { basket } = checkouts.findOrBegin(c);
		const form = v.safeParse(basketForm, await c.req.parseBody());
		if (!form.success) return refuse(c, 400, said(form.issues));
		basket.set(form.output.product, form.output.quantity);
		return c.redirect('/basket', 303);
	});

	routes.get('/', async (c) => {
		const checkout = checkouts.findOrBegin(c);
		const order = checkouts.orderOf(checkout);
		return order.amount === 0 ? c.redirect('/basket', 303) : showCheckout(c, checkout, order);
	});
	/** Again, after a payment has failed. */
	routes.get('/orders/:id/pay', async (c) => {
		const [checkout, order] = [checkouts.find(c), checkouts.findOrder(c, c.req.param('id'))];
		if (!checkout || !order || order.amount === 0) return c.redirect('/', 303);
		return isPayable(order) ? showCheckout(c, checkout, order) : c.redirect(`/orders/${order.id}`, 303);
	});

	routes.post('/orders/:id/payments', async (c) => {
		const [checkout, order] = [checkouts.find(c), checkouts.findOrder(c, c.req.param('id'))];
		if (!checkout || !order) return refuse(c, 404, 'There is no such order in this browser.');
		const body = v.safeParse(paymentBody, await readJson(c));
		if (!body.success) return refuse(c, 400, said(body.issues));
		const backend = backendOf(checkout);
		try {
			const given = { ...body.output, clientUserId: checkout.clientUserId };
			const { payment } = await pay(order, given, backend);
			checkout.paid = order;
			checkout.stripeCustomer = payment?.stripe.customer ?? checkout.stripeCustomer;
			watchers.changed(order.id);
			return c.json({ order: order.id, status: payment?.status });
		} catch (error) {
			const { status, ...refusal } = inWords(error);
			console.error(`Order ${order.number}: ${refusal.code}: ${refusal.message}`);
			return c.json({ error: refusal }, status);
		}
	});

	routes.get('/success', async (c) => {
		const paid = checkouts.find(c)?.paid;
		return paid ? pages.serve(c, 'success.html', { order: paid.id }) : c.redirect('/', 303);
	});
	/** What the success page tells. */
	routes.get('/payment/get', async (c) => {
		const order = checkouts.find(c)?.paid;
		const paid = order && paidBy(order);
		if (!paid) return refuse(c, 404, 'Nothing has been paid in this browser yet.');
		// Only to be shown: what cannot be read is left out.
		const [accounts] = await Promise.all([
			backend.accounts(paid.connection).then(accountsOf, () => []),
			refresh(order, backend).catch(() => undefined),
		]);
		const { connection, bank, payment, authorization } = paidBy(order) ?? paid;
		const { id, number } = order;
		const answer: Paid = { order: { id, number }, connection, ...bank, accounts, payment, authorization };
		return c.json(answer, 200, { 'Cache-Control': 'no-store' });
	});
	return routes;

	async function showCheckout(c: Context, checkout: Checkout, order: Order): Promise<Response> {
		let session: string | null = null;
		try {
			session = await sessionFor(order, checkout, backendOf(checkout));
		} catch (error) {
			console.error(`A session for order ${order.number}: ${error instanceof Error ? error.message : error}`);
		}
		return pages.serve(c, 'index.html', {
			order: order.id,
			session,
			parts: { order: orderLines(order), failure: lastFailure(order) },
		});
	}
}
