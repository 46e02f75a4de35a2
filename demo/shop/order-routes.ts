import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import * as v from 'valibot';
import type { Backend } from './backend.ts';
import type { Checkouts } from './checkouts.ts';
import { note, refresh } from './order-news.ts';
import { viewOf } from './order-view.ts';
import { type Order, paidBy } from './orders.ts';
import type { Pages } from './pages.ts';
import { inWords } from './refusals.ts';
import { readJson, refuse, said } from './requests.ts';
import { control, controlBody } from './sandbox-control.ts';
import type { Watchers } from './watchers.ts';

export type OrderRoutesOptions = {
	checkouts: Checkouts;
	watchers: Watchers;
	pages: Pages;
	backend: Backend;
	/** Null with real keys: then only the bank itself settles a payment. */
	sandboxUrl: string | null;
	/** Whether the Worker tells what has happened; without that, the shop looks as long as a page is open. */
	isTold: boolean;
};

const refundBody = v.strictObject({
	/** In cents; all that is left without it. */
	amount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	/** The form's own, so that a second press is the same refund. */
	form: v.pipe(v.string(), v.uuid()),
});

const lookAgainMs = 5000;

/** An order's page, what it is told, and what can be done on it by the merchant and, in the sandbox, by the bank. */
export function createOrderRoutes({
	checkouts,
	watchers,
	pages,
	backend,
	sandboxUrl,
	isTold,
}: OrderRoutesOptions): Hono {
	const orders = new Hono();
	const nothing = (c: Context) => refuse(c, 404, 'There is no such order in this browser.');
	const find = (c: Context): Order | null => {
		const order = checkouts.findOrder(c, c.req.param('id') ?? '');
		return order && paidBy(order) ? order : null;
	};
	const shown = (c: Context, order: Order) => c.json(viewOf(order), 200, { 'Cache-Control': 'no-store' });
	const lookAgain = (order: Order) =>
		refresh(order, backend).catch((error) => console.error(`Reading order ${order.number}: ${error}`));

	orders.get('/:id', async (c) =>
		find(c) ? pages.serve(c, 'order.html', { sandbox: sandboxUrl !== null }) : c.redirect('/', 303),
	);

	orders.get('/:id/state', async (c) => {
		const order = find(c);
		if (!order) return nothing(c);
		await lookAgain(order);
		return shown(c, order);
	});

	orders.get('/:id/changes', (c) => {
		const order = find(c);
		if (!order) return nothing(c);
		return streamSSE(c, async (stream) => {
			const tell = () => void stream.writeSSE({ event: 'change', data: JSON.stringify(viewOf(order)) });
			const stop = watchers.watch(order.id, tell);
			stream.onAbort(stop);
			tell();
			while (!stream.aborted) {
				await stream.sleep(lookAgainMs);
				if (!isTold) await lookAgain(order);
				// A connection that nothing comes over would be cut.
				tell();
			}
		});
	});

	orders.post('/:id/cancel', async (c) => {
		const order = find(c);
		const payment = order && paidBy(order)?.payment;
		if (!order || !payment) return nothing(c);
		if ((await readJson(c)) === undefined) return refuse(c, 400, 'The body must be a JSON object.');
		return change(c, order, () => backend.cancel(payment.id, `${payment.id}-cancel`));
	});

	orders.post('/:id/refunds', async (c) => {
		const order = find(c);
		const payment = order && paidBy(order)?.payment;
		if (!order || !payment) return nothing(c);
		const body = v.safeParse(refundBody, await readJson(c));
		if (!body.success) return refuse(c, 400, said(body.issues));
		const { amount, form } = body.output;
		return change(c, order, () =>
			backend.refund(payment.id, amount === undefined ? {} : { amount }, `${payment.id}-${form}`),
		);
	});

	orders.post('/:id/sandbox', async (c) => {
		const order = find(c);
		if (!order) return nothing(c);
		if (!sandboxUrl) return refuse(c, 404, 'Only the sandbox does this, and this shop has none.');
		const body = v.safeParse(controlBody, await readJson(c));
		if (!body.success) return refuse(c, 400, said(body.issues));
		try {
			const refusal = await control(
				sandboxUrl,
				paidBy(order)?.payment.stripe.payment_intent ?? null,
				body.output,
			);
			if (refusal !== null) return refuse(c, 409, refusal);
		} catch (error) {
			console.error(error);
			return refuse(c, 502, 'The sandbox did not do it. Is it running?');
		}
		return shown(c, order);
	});
	return orders;

	/** The merchant changes the payment; every page that is open on the order hears of it. */
	async function change(c: Context, order: Order, act: () => ReturnType<Backend['payment']>) {
		try {
			note(order, await act());
		} catch (error) {
			const { status, ...refusal } = inWords(error);
			console.error(`${c.req.method} ${c.req.path}: ${refusal.code}: ${refusal.message}`);
			return c.json({ error: refusal }, status);
		}
		watchers.changed(order.id);
		return shown(c, order);
	}
}
