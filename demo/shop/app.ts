import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import * as v from 'valibot';
import { createBackend } from './backend.ts';
import { createCheckouts } from './checkouts.ts';
import type { ShopConfig } from './config.ts';
import { createCustomers } from './customers.ts';
import { recordedFetch } from './journal.ts';
import { pageReportBody, readPageReport } from './page-report.ts';
import { builtDocs, builtPages, createPages, serveDocs } from './pages.ts';
import { type Payment, takeOver } from './payment.ts';
import { createPlayground } from './playground.ts';
import { inWords } from './refusals.ts';
import { readJson, refuse, said } from './requests.ts';
import { readPlaidCalls } from './sandbox-journal.ts';
import { inSequence } from './sequence.ts';

/** All that the page says about a payment; everything else the shop asks for itself. */
const handOver = v.strictObject({
	connection: v.pipe(v.string(), v.regex(/^conn_[A-Za-z0-9_-]{1,100}$/, 'must be a connection id, conn_…')),
	bankAccountToken: v.pipe(v.string(), v.regex(/^btok_[A-Za-z0-9_]{1,100}$/, 'must be a token, btok_…')),
});

/**
 * The merchant's server: two pages, and what they need to hand over a connection and to show it afterwards. Beside
 * them the playground and the documentation, which a real shop has not.
 */
export function createShop(
	config: Omit<ShopConfig, 'port'>,
	pagesFolder = builtPages,
	docsFolder = builtDocs,
): Hono {
	const checkouts = createCheckouts();
	const pages = createPages(pagesFolder, config.backendUrl, config.sandboxUrl);
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

	shop.get('/', (c) => {
		checkouts.findOrBegin(c);
		return pages.serve(c, 'index.html');
	});
	shop.get('/success', async (c) =>
		checkouts.find(c)?.payment ? pages.serve(c, 'success.html') : c.redirect('/', 303),
	);
	shop.use('/assets/*', serveStatic({ root: pagesFolder }));
	shop.route(
		'/playground',
		createPlayground({
			pages,
			backend: createBackend(config.backendUrl, config.backendApiKey, fetch),
			sandboxUrl: config.sandboxUrl,
		}),
	);
	shop.get('/docs', (c) => c.redirect('/docs/', 301));
	shop.get('/docs/*', serveDocs(docsFolder));

	shop.post('/connections', async (c) => {
		const body = v.safeParse(handOver, await readJson(c));
		if (!body.success) return refuse(c, 400, said(body.issues));
		const checkout = checkouts.findOrBegin(c);
		const { connection, bankAccountToken } = body.output;
		if (!checkouts.claim(connection, checkout)) {
			return refuse(c, 409, 'This connection belongs to another checkout. Connect the bank again.');
		}

		const started = checkout.underWay.get(connection) ?? begin();
		try {
			checkout.payment = await started;
			return c.json({ ok: true });
		} catch (error) {
			const { status, ...refusal } = inWords(error);
			console.error(`POST /connections for ${connection}: ${refusal.code}: ${refusal.message}`);
			return c.json({ error: refusal }, status);
		}

		function begin(): Promise<Payment> {
			const { journal, underWay } = checkout;
			const payment = takeOver(
				{ connection, bankAccountToken },
				{
					backend: createBackend(
						config.backendUrl,
						config.backendApiKey,
						recordedFetch(journal, 'Your Worker', fetch),
					),
					customers: createCustomers(
						config.stripeSecretKey,
						config.stripeBaseUrl,
						recordedFetch(journal, 'Stripe', fetch),
					),
				},
			).finally(() => underWay.delete(connection));
			underWay.set(connection, payment);
			return payment;
		}
	});

	shop.get('/payment/get', (c) => {
		const payment = checkouts.find(c)?.payment;
		if (!payment) return refuse(c, 404, 'No bank has been connected in this browser yet.');
		return c.json(payment, 200, { 'Cache-Control': 'no-store' });
	});

	shop.get('/payment/calls', async (c) => {
		const checkout = checkouts.find(c);
		if (!checkout) return refuse(c, 404, 'No checkout has begun in this browser yet.');
		const { report, journal } = checkout;
		const since = report?.startedAt ?? 0;
		const own = [...(report?.calls ?? []), ...journal.calls.filter((call) => call.at >= since)];
		const plaid = config.sandboxUrl ? await readPlaidCalls(config.sandboxUrl) : [];
		return c.json(
			{
				calls: inSequence(own, plaid),
				events: report?.events ?? [],
				/** Without the sandbox nobody tells the shop what the Worker asked of Plaid. */
				plaid_known: config.sandboxUrl !== null,
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
