import { Hono } from 'hono';
import * as v from 'valibot';
import { type Backend, BackendError } from './backend.ts';
import type { Pages } from './pages.ts';
import { readJson, refuse, said } from './requests.ts';
import { makeTrouble, plaidCalls, plaidErrors, troubleBody } from './troubles.ts';

export type PlaygroundOptions = {
	pages: Pages;
	backend: Backend;
	/** Null with real keys: then nothing can be made to go wrong. */
	sandboxUrl: string | null;
};

/** Who connects banks in the playground, as far as the Worker is told. */
const player = { client_user_id: 'playground', name: 'Jenny Rosen', email: 'jenny.rosen@shop.example' };

/** The playground: its page, the page inside its frame, and what its buttons ask of this server. */
export function createPlayground({ pages, backend, sandboxUrl }: PlaygroundOptions): Hono {
	const playground = new Hono();

	playground.get('/', (c) => pages.serve(c, 'playground.html'));
	playground.get('/preview', (c) =>
		pages.serve(c, 'preview.html', { withoutLink: c.req.query('link') === 'blocked' }),
	);

	playground.get('/troubles', (c) =>
		c.json(
			{ possible: sandboxUrl !== null, plaid_calls: plaidCalls, plaid_errors: Object.keys(plaidErrors) },
			200,
			{ 'Cache-Control': 'no-store' },
		),
	);
	playground.post('/troubles', async (c) => {
		if (!sandboxUrl) return refuse(c, 404, 'Only the sandbox can be made to fail, and this shop has none.');
		const body = v.safeParse(troubleBody, await readJson(c));
		if (!body.success) return refuse(c, 400, said(body.issues));
		try {
			await makeTrouble(sandboxUrl, body.output);
			return c.json({ ok: true });
		} catch (error) {
			console.error(error);
			return refuse(c, 502, 'The sandbox did not do it. Is it running?');
		}
	});

	playground.post('/session', async (c) => {
		if ((await readJson(c)) === undefined) return refuse(c, 400, 'The body must be a JSON object.');
		try {
			const { session, expires_at } = await backend.session(player);
			return c.json({ session, expires_at });
		} catch (error) {
			if (!(error instanceof BackendError)) throw error;
			console.error(`POST /playground/session: ${error.code}: ${error.message}`);
			return refuse(c, 502, 'The Worker made no session. The shop’s log says why.');
		}
	});
	return playground;
}
