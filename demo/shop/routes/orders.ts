import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import * as v from 'valibot';
import type { Payment } from '../../../worker/contract.ts';
import type { Checkouts } from '../checkouts.ts';
import type { OrderListeners } from '../order-listeners.ts';
import { refreshOrder, storePayment } from '../order-refresh.ts';
import { orderView } from '../order-views.ts';
import { type Order, type PaidAttempt, paidAttempt } from '../orders.ts';
import type { Pages } from '../pages.ts';
import { refusalOf } from '../refusals.ts';
import { describeIssue, readJson, refuse } from '../requests.ts';
import { runSandboxAction, sandboxActionBody } from '../sandbox-payments.ts';
import type { WorkerClient } from '../worker-client.ts';

export type OrderRoutesOptions = {
	checkouts: Checkouts;
	listeners: OrderListeners;
	pages: Pages;
	worker: WorkerClient;
	/** Null with real keys: only the bank settles a payment then. */
	sandboxUrl: string | null;
	/** Whether the Worker sends its events to this shop. Without them, the shop polls while a page is open. */
	receivesEvents: boolean;
};

const refundBody = v.strictObject({
	/** In cents. Without it, all that is left. */
	amount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	/** The id of the page's form: submitting it twice makes one refund. */
	form: v.pipe(v.string(), v.uuid()),
});

const pollMs = 5000;

/** The page of an order, its stream of changes, and what the merchant and the sandbox's bank can do with the payment. */
export function createOrderRoutes({
	checkouts,
	listeners,
	pages,
	worker,
	sandboxUrl,
	receivesEvents,
}: OrderRoutesOptions): Hono {
	const routes = new Hono();

	/** The browser's order with this id, if it has a payment. */
	const find = (c: Context): { order: Order; attempt: PaidAttempt } | null => {
		const order = checkouts.findOrder(c, c.req.param('id') ?? '');
		const attempt = order && paidAttempt(order);
		return attempt ? { order, attempt } : null;
	};
	const notFound = (c: Context) => refuse(c, 404, 'There is no such order in this browser.');
	const answerView = (c: Context, order: Order) =>
		c.json(orderView(order), 200, { 'Cache-Control': 'no-store' });
	/** Logs a failure and goes on with what is known. */
	const tryRefresh = (order: Order) =>
		refreshOrder(order, worker).catch((error) => console.error(`Reading order ${order.number}: ${error}`));

	routes.get('/:id', async (c) =>
		find(c) ? pages.serve(c, 'order', { hasSandbox: sandboxUrl !== null }) : c.redirect('/', 303),
	);

	routes.get('/:id/state', async (c) => {
		const found = find(c);
		if (!found) return notFound(c);
		await tryRefresh(found.order);
		return answerView(c, found.order);
	});

	/** Server-sent events: the order at once, and again after each change. */
	routes.get('/:id/changes', (c) => {
		const found = find(c);
		if (!found) return notFound(c);
		const { order } = found;
		return streamSSE(c, async (stream) => {
			const send = () => void stream.writeSSE({ event: 'change', data: JSON.stringify(orderView(order)) });
			stream.onAbort(listeners.listen(order.id, send));
			send();
			while (!stream.aborted) {
				await stream.sleep(pollMs);
				if (!receivesEvents) await tryRefresh(order);
				// Proxies cut a connection that is idle for long, so send even without a change.
				send();
			}
		});
	});

	routes.post('/:id/cancel', async (c) => {
		const found = find(c);
		if (!found) return notFound(c);
		if ((await readJson(c)) === undefined) return refuse(c, 400, 'The body must be a JSON object.');
		const { id } = found.attempt.payment;
		return changePayment(c, found.order, () => worker.cancelPayment(id, `${id}-cancel`));
	});

	routes.post('/:id/refunds', async (c) => {
		const found = find(c);
		if (!found) return notFound(c);
		const body = v.safeParse(refundBody, await readJson(c));
		if (!body.success) return refuse(c, 400, describeIssue(body.issues));
		const { amount, form } = body.output;
		const { id } = found.attempt.payment;
		return changePayment(c, found.order, () =>
			worker.refundPayment(id, amount === undefined ? {} : { amount }, `${id}-${form}`),
		);
	});

	/** Runs a call that changes the payment, and shows the change on every page that is open on the order. */
	async function changePayment(c: Context, order: Order, call: () => Promise<Payment>): Promise<Response> {
		try {
			storePayment(order, await call());
		} catch (error) {
			const { status, ...refusal } = refusalOf(error);
			console.error(`${c.req.method} ${c.req.path}: ${refusal.code}: ${refusal.message}`);
			return c.json({ error: refusal }, status);
		}
		listeners.changed(order.id);
		return answerView(c, order);
	}

	routes.post('/:id/sandbox', async (c) => {
		const found = find(c);
		if (!found) return notFound(c);
		if (!sandboxUrl) return refuse(c, 404, 'Only the sandbox does this, and this shop has none.');
		const body = v.safeParse(sandboxActionBody, await readJson(c));
		if (!body.success) return refuse(c, 400, describeIssue(body.issues));
		const { payment_intent } = found.attempt.payment.stripe;
		try {
			const refusal = await runSandboxAction(sandboxUrl, payment_intent, body.output);
			if (refusal !== null) return refuse(c, 409, refusal);
		} catch (error) {
			console.error(error);
			return refuse(c, 502, 'The sandbox did not do it. Is it running?');
		}
		return answerView(c, found.order);
	});

	return routes;
}
