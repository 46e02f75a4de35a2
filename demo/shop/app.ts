import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import * as v from 'valibot';
import { createBackend } from './backend.ts';
import { createBankEvents } from './bank-events.ts';
import { createCheckoutRoutes } from './checkout-routes.ts';
import { createCheckouts } from './checkouts.ts';
import type { ShopConfig } from './config.ts';
import { createOrderRoutes } from './order-routes.ts';
import { pageReportBody, readPageReport } from './page-report.ts';
import { builtDocs, builtPages, createPages, serveDocs } from './pages.ts';
import { createPlayground } from './playground.ts';
import { readJson, refuse, said } from './requests.ts';
import { readWorkersCalls } from './sandbox-journal.ts';
import { inSequence } from './sequence.ts';
import { createWatchers } from './watchers.ts';

/**
 * The merchant's server: a basket, a checkout, the payment and what becomes of it. Beside them the story of the calls,
 * the playground and the documentation, which a real shop has not.
 */
export function createShop(
	config: Omit<ShopConfig, 'port'>,
	pagesFolder = builtPages,
	docsFolder = builtDocs,
): Hono {
	const { backendUrl, backendApiKey, sandboxUrl, eventsSecret } = config;
	const checkouts = createCheckouts();
	const watchers = createWatchers();
	const pages = createPages(pagesFolder, backendUrl, sandboxUrl);
	const backend = createBackend(backendUrl, backendApiKey, fetch);
	const shop = new Hono();

	shop.use(
		secureHeaders({
			// Link's pop-ups for a bank's own sign-in have to reach the page that opened them.
			crossOriginOpenerPolicy: 'same-origin-allow-popups',
			referrerPolicy: 'strict-origin-when-cross-origin',
			strictTransportSecurity: false, // It is served on this machine, without TLS.
		}),
	);
	shop.use(bodyLimit({ maxSize: 256 * 1024, onError: (c) => refuse(c, 413, 'The body is too large.') }));

	shop.route('/', createCheckoutRoutes({ config, backend, checkouts, pages, watchers }));
	shop.route(
		'/orders',
		createOrderRoutes({ checkouts, watchers, pages, backend, sandboxUrl, isTold: Boolean(eventsSecret) }),
	);
	if (eventsSecret) {
		const { order } = checkouts;
		shop.route('/bank-events', createBankEvents({ secret: eventsSecret, backend, order, watchers }));
	}
	shop.use('/assets/*', serveStatic({ root: pagesFolder }));
	shop.route('/playground', createPlayground({ pages, backend, sandboxUrl }));
	shop.get('/docs', (c) => c.redirect('/docs/', 301));
	shop.get('/docs/*', serveDocs(docsFolder));

	shop.get('/payment/calls', async (c) => {
		const checkout = checkouts.find(c);
		if (!checkout) return refuse(c, 404, 'No checkout has begun in this browser yet.');
		const { report, journal } = checkout;
		const since = report?.startedAt ?? 0;
		const own = [...(report?.calls ?? []), ...journal.calls.filter((call) => call.at >= since)];
		const workers = sandboxUrl ? await readWorkersCalls(sandboxUrl) : [];
		return c.json(
			{
				calls: inSequence(own, workers),
				events: report?.events ?? [],
				/** Without the sandbox nobody tells the shop what the Worker asked of Plaid and Stripe. */
				workers_known: sandboxUrl !== null,
			},
			200,
			{ 'Cache-Control': 'no-store' },
		);
	});

	shop.post('/payment/calls', async (c) => {
		const checkout = checkouts.find(c);
		if (!checkout) return refuse(c, 404, 'No checkout has begun in this browser yet.');
		const body = v.safeParse(pageReportBody, await readJson(c));
		if (!body.success) return refuse(c, 400, said(body.issues));
		checkout.report = readPageReport(body.output);
		return c.json({ ok: true });
	});

	shop.notFound((c) => refuse(c, 404, `There is nothing at ${c.req.path}.`));
	shop.onError((error, c) => {
		console.error(error);
		return refuse(c, 500, 'The shop failed. Its log says why.');
	});
	return shop;
}
