import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { recordingFetch } from './calls/call-log.ts';
import { createCheckouts } from './checkouts.ts';
import type { ShopConfig } from './config.ts';
import { createOrderListeners } from './order-listeners.ts';
import { builtDocs, builtPages, createPages, serveDocs } from './pages.ts';
import { refuse } from './requests.ts';
import { createBankEvents } from './routes/bank-events.ts';
import { createCheckoutRoutes } from './routes/checkout.ts';
import { createOrderRoutes } from './routes/orders.ts';
import { createPlayground } from './routes/playground.ts';
import { createSuccessRoutes } from './routes/success.ts';
import { createWorkerClient } from './worker-client.ts';

/**
 * The merchant's server. A real shop needs the checkout, the orders and the events; the calls on the success page, the
 * playground and the documentation belong to the demo.
 *
 * `pagesFolder` and `docsFolder` are where `npm run build` puts its files; tests bring their own.
 */
export function createShop(
	config: Omit<ShopConfig, 'port'>,
	pagesFolder = builtPages,
	docsFolder = builtDocs,
): Hono {
	const { backendUrl, backendApiKey, sandboxUrl, eventsSecret } = config;
	const checkouts = createCheckouts();
	const listeners = createOrderListeners();
	const pages = createPages({ folder: pagesFolder, backendUrl, sandboxUrl });
	const worker = createWorkerClient(backendUrl, backendApiKey);
	const shop = new Hono();

	shop.use(
		secureHeaders({
			// A bank's own sign-in opens in a pop-up, which has to reach the page that opened it.
			crossOriginOpenerPolicy: 'same-origin-allow-popups',
			referrerPolicy: 'strict-origin-when-cross-origin',
			strictTransportSecurity: false, // The demo runs on this machine, without TLS.
		}),
	);
	shop.use(bodyLimit({ maxSize: 256 * 1024, onError: (c) => refuse(c, 413, 'The body is too large.') }));

	shop.route(
		'/',
		createCheckoutRoutes({
			checkouts,
			listeners,
			pages,
			workerFor: ({ calls }) =>
				createWorkerClient(backendUrl, backendApiKey, recordingFetch(calls, 'Your Worker', fetch)),
		}),
	);
	shop.route('/', createSuccessRoutes({ checkouts, pages, worker, sandboxUrl }));
	shop.route(
		'/orders',
		createOrderRoutes({
			checkouts,
			listeners,
			pages,
			worker,
			sandboxUrl,
			receivesEvents: eventsSecret !== null,
		}),
	);
	if (eventsSecret !== null) {
		shop.route(
			'/bank-events',
			createBankEvents({ secret: eventsSecret, worker, listeners, findOrder: checkouts.order }),
		);
	}
	shop.route('/playground', createPlayground({ pages, worker, sandboxUrl }));
	shop.use('/assets/*', serveStatic({ root: pagesFolder }));
	shop.get('/docs', (c) => c.redirect('/docs/', 301));
	shop.get('/docs/*', serveDocs(docsFolder));

	shop.notFound((c) => refuse(c, 404, `There is nothing at ${c.req.path}.`));
	shop.onError((error, c) => {
		console.error(error);
		return refuse(c, 500, 'The shop failed. Its log says why.');
	});
	return shop;
}
