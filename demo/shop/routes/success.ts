import { Hono } from 'hono';
import * as v from 'valibot';
import { callTree } from '../calls/call-tree.ts';
import { pageReportBody, readPageReport } from '../calls/page-report.ts';
import { readSandboxRequests } from '../calls/sandbox-requests.ts';
import type { Checkouts } from '../checkouts.ts';
import { refreshOrder } from '../order-refresh.ts';
import { paidView } from '../order-views.ts';
import { paidAttempt } from '../orders.ts';
import type { Pages } from '../pages.ts';
import { describeIssue, readJson, refuse } from '../requests.ts';
import type { WorkerClient } from '../worker-client.ts';

export type SuccessRoutesOptions = {
	checkouts: Checkouts;
	pages: Pages;
	worker: WorkerClient;
	/** Null with real keys. */
	sandboxUrl: string | null;
};

const noStore = { 'Cache-Control': 'no-store' };

/** The success page, and what it reads: the payment, and the calls that led to it. */
export function createSuccessRoutes({ checkouts, pages, worker, sandboxUrl }: SuccessRoutesOptions): Hono {
	const routes = new Hono();

	routes.get('/success', async (c) => {
		const order = checkouts.find(c)?.paid;
		return order ? pages.serve(c, 'success', { order: order.id }) : c.redirect('/', 303);
	});

	routes.get('/payment/get', async (c) => {
		const order = checkouts.find(c)?.paid;
		const before = order && paidAttempt(order);
		if (!before) return refuse(c, 404, 'Nothing has been paid in this browser yet.');
		// Both only add to what is shown: the page does without what cannot be read.
		const [accounts] = await Promise.all([
			worker.accounts(before.connection).then(
				(answer) => answer.accounts,
				() => [],
			),
			refreshOrder(order, worker).catch(() => undefined),
		]);
		return c.json(paidView(order, paidAttempt(order) ?? before, accounts), 200, noStore);
	});

	/** Only the demo has this: the calls of the page, of this server, and of the Worker, in order. */
	routes.get('/payment/calls', async (c) => {
		const checkout = checkouts.find(c);
		if (!checkout) return refuse(c, 404, 'No checkout has begun in this browser yet.');
		const { report, calls } = checkout;
		const startedAt = report?.startedAt ?? 0;
		const own = [...(report?.calls ?? []), ...calls.calls.filter(({ at }) => at >= startedAt)];
		const workerCalls = sandboxUrl ? await readSandboxRequests(sandboxUrl) : [];
		return c.json(
			{
				calls: callTree(own, workerCalls),
				events: report?.events ?? [],
				/** Without the sandbox, the shop cannot know the Worker's calls to Plaid and Stripe. */
				workers_known: sandboxUrl !== null,
			},
			200,
			noStore,
		);
	});

	/** Only the demo has this: the page reports its own calls and events. */
	routes.post('/payment/calls', async (c) => {
		const checkout = checkouts.find(c);
		if (!checkout) return refuse(c, 404, 'No checkout has begun in this browser yet.');
		const body = v.safeParse(pageReportBody, await readJson(c));
		if (!body.success) return refuse(c, 400, describeIssue(body.issues));
		checkout.report = readPageReport(body.output);
		return c.json({ ok: true });
	});

	return routes;
}
