import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { maxQuantity, products } from '../basket.ts';
import { basketView, lastFailure, orderLines } from '../basket-view.ts';
import { type Checkout, type Checkouts, shopper } from '../checkouts.ts';
import type { OrderListeners } from '../order-listeners.ts';
import { isPayable, type Order } from '../orders.ts';
import type { Pages } from '../pages.ts';
import { payOrder } from '../pay-order.ts';
import { refusalOf } from '../refusals.ts';
import { describeIssue, readJson, refuse } from '../requests.ts';
import type { WorkerClient } from '../worker-client.ts';

/** The form of a product in the basket. */
const basketForm = v.strictObject({
	product: v.picklist(products.map(({ id }) => id)),
	quantity: v.pipe(v.string(), v.regex(/^\d$/), v.transform(Number), v.maxValue(maxQuantity)),
});

/** All that the page sends for a payment. The server knows the rest, or reads it from the Worker. */
const paymentBody = v.strictObject({
	connection: v.pipe(v.string(), v.regex(/^conn_[A-Za-z0-9_-]{1,100}$/, 'must be a connection id, conn_…')),
	/** What the shopper accepted for this order. Without it, the connection's current authorization. */
	authorization: v.optional(
		v.pipe(v.string(), v.regex(/^auth_[A-Za-z0-9_-]{1,100}$/, 'must be an authorization’s id, auth_…')),
	),
});

export type CheckoutRoutesOptions = {
	checkouts: Checkouts;
	listeners: OrderListeners;
	pages: Pages;
	/** The client for a checkout's calls to the Worker. The demo records them. */
	workerFor: (checkout: Checkout) => WorkerClient;
};

/** The basket, the checkout of an order, and the payment for it. */
export function createCheckoutRoutes({
	checkouts,
	listeners,
	pages,
	workerFor,
}: CheckoutRoutesOptions): Hono {
	const routes = new Hono();

	routes.get('/basket', (c) =>
		pages.serve(c, 'basket', { parts: { basket: basketView(checkouts.findOrCreate(c).basket) } }),
	);

	routes.post('/basket', async (c) => {
		const { basket } = checkouts.findOrCreate(c);
		const form = v.safeParse(basketForm, await c.req.parseBody());
		if (!form.success) return refuse(c, 400, describeIssue(form.issues));
		basket.set(form.output.product, form.output.quantity);
		return c.redirect('/basket', 303);
	});

	routes.get('/', async (c) => {
		const checkout = checkouts.findOrCreate(c);
		const order = checkouts.currentOrder(checkout);
		return order.amount === 0 ? c.redirect('/basket', 303) : serveCheckout(c, checkout, order);
	});

	/** The checkout again, after a payment has failed. */
	routes.get('/orders/:id/pay', async (c) => {
		const checkout = checkouts.find(c);
		const order = checkouts.findOrder(c, c.req.param('id'));
		if (!checkout || !order || order.amount === 0) return c.redirect('/', 303);
		return isPayable(order) ? serveCheckout(c, checkout, order) : c.redirect(`/orders/${order.id}`, 303);
	});

	routes.post('/orders/:id/payments', async (c) => {
		const checkout = checkouts.find(c);
		const order = checkouts.findOrder(c, c.req.param('id'));
		if (!checkout || !order) return refuse(c, 404, 'There is no such order in this browser.');
		const body = v.safeParse(paymentBody, await readJson(c));
		if (!body.success) return refuse(c, 400, describeIssue(body.issues));
		try {
			const source = { ...body.output, clientUserId: checkout.clientUserId };
			const { payment } = await payOrder(order, source, workerFor(checkout));
			checkout.paid = order;
			checkout.stripeCustomer = payment?.stripe.customer ?? checkout.stripeCustomer;
			listeners.changed(order.id);
			return c.json({ order: order.id, status: payment?.status });
		} catch (error) {
			const { status, ...refusal } = refusalOf(error);
			console.error(`Order ${order.number}: ${refusal.code}: ${refusal.message}`);
			return c.json({ error: refusal }, status);
		}
	});

	async function serveCheckout(c: Context, checkout: Checkout, order: Order): Promise<Response> {
		let session: string | null = null;
		try {
			session = await elementSession(order, checkout, workerFor(checkout));
		} catch (error) {
			console.error(`A session for order ${order.number}: ${error instanceof Error ? error.message : error}`);
		}
		return pages.serve(c, 'checkout', {
			order: order.id,
			session,
			parts: { order: orderLines(order), failure: lastFailure(order) },
		});
	}

	return routes;
}

/** A session has to last at least this long when a page is served. */
const minSessionMs = 20 * 60_000;

/**
 * Returns the session for the element on an order's checkout: it says who the shopper is, and which amount they are asked
 * to authorize. Each load of the page gets the same session, so that a reload can resume what was started.
 *
 * @throws WorkerError
 */
async function elementSession(order: Order, checkout: Checkout, worker: WorkerClient): Promise<string> {
	if (order.session && order.session.expiresAt > Date.now() + minSessionMs) return order.session.secret;
	const { session, expires_at } = await worker.createSession({
		client_user_id: checkout.clientUserId,
		...shopper,
		...(checkout.stripeCustomer && { stripe_customer: checkout.stripeCustomer }),
		// This customer may connect the same account for another order.
		allow_duplicates: true,
		authorization: { kind: 'one_time', amount: order.amount },
	});
	order.session = { secret: session, expiresAt: Date.parse(expires_at) };
	return session;
}
