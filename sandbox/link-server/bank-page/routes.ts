/** `GET /link/oauth/:state` shows the bank's page, `POST` is what the shopper says there. */
import { type Context, Hono } from 'hono';
import { PlaidRefusal } from '../../plaid/errors.ts';
import type { State } from '../../state.ts';
import { decideAtBank, hasExpired, type OAuthRequest, redirectAddress } from '../oauth.ts';
import { answeredPage, decisionPage, type Page } from './page.ts';

export function bankPages(state: State, find: (stateId: string) => OAuthRequest | undefined): Hono {
	const app = new Hono();

	app.get('/link/oauth/:state', (c) =>
		shown(decisionPage(state, find(c.req.param('state')), { redirects: redirects(c), problem: false })),
	);

	app.post('/link/oauth/:state', async (c) => {
		const request = find(c.req.param('state'));
		const form = new URLSearchParams(await c.req.text());
		if (request && !request.verdict && !hasExpired(state, request)) {
			try {
				decideAtBank(request, form.get('decision') === 'allow' ? form.getAll('account') : null);
			} catch (error) {
				if (!(error instanceof PlaidRefusal)) throw error;
				return shown(decisionPage(state, request, { redirects: redirects(c), problem: true }));
			}
		}
		const back = request && redirectAddress(request);
		if (redirects(c) && back) return c.redirect(back, 303);
		return shown(
			request?.verdict
				? answeredPage(request)
				: decisionPage(state, request, { redirects: false, problem: false }),
		);
	});

	return app;
}

/** The page stands in the merchant's tab, and is to lead back there. */
const redirects = (c: Context): boolean => c.req.query('redirect') !== undefined;

function shown({ html, policy, status }: Page): Response {
	return new Response(html, {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': policy,
			'referrer-policy': 'no-referrer',
		},
	});
}
