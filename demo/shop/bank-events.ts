import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import type { Backend } from './backend.ts';
import { refresh } from './order-news.ts';
import type { Order } from './orders.ts';
import { refuse } from './requests.ts';
import type { Watchers } from './watchers.ts';

/** The part of the Worker's events that a shop acts on; the others are of no use to it. */
const paymentEvent = v.object({
	type: v.pipe(v.string(), v.startsWith('payment.')),
	data: v.object({
		payment: v.object({ id: v.string(), metadata: v.object({ order: v.string() }) }),
	}),
});

export type BankEventsOptions = {
	/** The Worker's `EVENTS_SECRET`. */
	secret: string;
	backend: Backend;
	order(id: string): Order | null;
	watchers: Watchers;
};

/**
 * `POST /bank-events`: what the Worker sends to its EVENTS_URL.
 *
 * An event says that there is news; what it is, the shop asks. So it does not matter that events may come twice, or in
 * another order than they happened.
 */
export function createBankEvents({ secret, backend, order, watchers }: BankEventsOptions): Hono {
	const webhook = new Webhook(secret);
	const events = new Hono();

	events.post('/', async (c) => {
		let event: unknown;
		try {
			event = webhook.verify(await c.req.text(), c.req.header());
		} catch {
			return refuse(c, 400, 'This is not signed with EVENTS_SECRET.');
		}
		const read = v.safeParse(paymentEvent, event);
		const about = read.success ? order(read.output.data.payment.metadata.order) : null;
		if (!read.success || !about) return c.body(null, 204);
		try {
			await refresh(about, backend, read.output.data.payment.id);
		} catch (error) {
			console.error(`POST /bank-events: ${error instanceof Error ? error.message : error}`);
			// The Worker sends it again.
			return refuse(c, 503, 'The payment could not be read.');
		}
		watchers.changed(about.id);
		return c.body(null, 204);
	});
	return events;
}
