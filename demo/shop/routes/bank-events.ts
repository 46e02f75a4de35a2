import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import type { OrderListeners } from '../order-listeners.ts';
import { refreshOrder } from '../order-refresh.ts';
import type { Order } from '../orders.ts';
import { refuse } from '../requests.ts';
import type { WorkerClient } from '../worker-client.ts';

/** The events that the shop acts on. It acknowledges every other event and does nothing. */
const paymentEvent = v.object({
	type: v.pipe(v.string(), v.startsWith('payment.')),
	data: v.object({
		payment: v.object({ id: v.string(), metadata: v.object({ order: v.string() }) }),
	}),
});

export type BankEventsOptions = {
	/** The Worker's `EVENTS_SECRET`. */
	secret: string;
	worker: WorkerClient;
	listeners: OrderListeners;
	findOrder: (id: string) => Order | null;
};

/**
 * `POST /bank-events`: the Worker's `EVENTS_URL`.
 *
 * An event can come twice, or out of order. So the shop takes it as a sign that something has changed, and reads the
 * payment from the Worker.
 */
export function createBankEvents({ secret, worker, listeners, findOrder }: BankEventsOptions): Hono {
	const webhook = new Webhook(secret);
	const routes = new Hono();

	routes.post('/', async (c) => {
		let body: unknown;
		try {
			body = webhook.verify(await c.req.text(), c.req.header());
		} catch {
			return refuse(c, 400, 'This is not signed with EVENTS_SECRET.');
		}
		const event = v.safeParse(paymentEvent, body);
		if (!event.success) return c.body(null, 204);
		const { payment } = event.output.data;
		const order = findOrder(payment.metadata.order);
		if (!order) return c.body(null, 204);
		try {
			await refreshOrder(order, worker, payment.id);
		} catch (error) {
			console.error(`POST /bank-events: ${error instanceof Error ? error.message : error}`);
			// The Worker sends the event again.
			return refuse(c, 503, 'The payment could not be read.');
		}
		listeners.changed(order.id);
		return c.body(null, 204);
	});

	return routes;
}
