import { Hono } from 'hono';
import * as v from 'valibot';
import { shopper } from '../checkouts.ts';
import type { Pages } from '../pages.ts';
import { describeIssue, readJson, refuse } from '../requests.ts';
import { applyFault, faultBody, plaidCalls, plaidErrors } from '../sandbox-faults.ts';
import { type WorkerClient, WorkerError } from '../worker-client.ts';

export type PlaygroundOptions = {
	pages: Pages;
	worker: WorkerClient;
	/** Null with real keys: nothing can be made to fail then. */
	sandboxUrl: string | null;
};

/** The playground: its page, the page in its frame, and what its buttons ask of this server. Only the demo has it. */
export function createPlayground({ pages, worker, sandboxUrl }: PlaygroundOptions): Hono {
	const routes = new Hono();

	routes.get('/', (c) => pages.serve(c, 'playground'));
	routes.get('/preview', (c) =>
		pages.serve(c, 'preview', { withoutLink: c.req.query('link') === 'blocked' }),
	);

	routes.get('/faults', (c) =>
		c.json(
			{ possible: sandboxUrl !== null, plaid_calls: plaidCalls, plaid_errors: Object.keys(plaidErrors) },
			200,
			{ 'Cache-Control': 'no-store' },
		),
	);

	routes.post('/faults', async (c) => {
		if (!sandboxUrl) return refuse(c, 404, 'Only the sandbox can be made to fail, and this shop has none.');
		const body = v.safeParse(faultBody, await readJson(c));
		if (!body.success) return refuse(c, 400, describeIssue(body.issues));
		try {
			await applyFault(sandboxUrl, body.output);
			return c.json({ ok: true });
		} catch (error) {
			console.error(error);
			return refuse(c, 502, 'The sandbox did not do it. Is it running?');
		}
	});

	/** A session for the element's attribute `session`. */
	routes.post('/session', async (c) => {
		if ((await readJson(c)) === undefined) return refuse(c, 400, 'The body must be a JSON object.');
		try {
			const { session, expires_at } = await worker.createSession({
				client_user_id: 'playground',
				...shopper,
			});
			return c.json({ session, expires_at });
		} catch (error) {
			if (!(error instanceof WorkerError)) throw error;
			console.error(`POST /playground/session: ${error.code}: ${error.message}`);
			return refuse(c, 502, 'The Worker made no session. The shop’s log says why.');
		}
	});

	return routes;
}
