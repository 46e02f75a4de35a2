/** `GET /link/oauth/:state` shows the bank's page; `POST` submits the shopper's decision. */
import { type Context, Hono } from 'hono';
import { PlaidRefusal } from '../../plaid/errors.ts';
import type { State } from '../../state.ts';
import { decide, hasExpired, redirectAddress } from '../oauth.ts';
import type { OAuthRequest } from '../session.ts';
import { decidedPage, decisionPage, type Page } from './page.ts';

export function bankPageRoutes(
	state: State,
	findRequest: (stateId: string) => OAuthRequest | undefined,
): Hono {
	const app = new Hono();

	app.get('/link/oauth/:state', (c) => {
		const request = findRequest(c.req.param('state'));
		return htmlResponse(decisionPage(state, request, { redirects: redirects(c) }));
	});

	app.post('/link/oauth/:state', async (c) => {
		const request = findRequest(c.req.param('state'));
		const form = new URLSearchParams(await c.req.text());
		if (request && !request.decision && !hasExpired(state, request)) {
			try {
				decide(request, form.get('decision') === 'allow' ? form.getAll('account') : null);
			} catch (error) {
				if (!(error instanceof PlaidRefusal)) throw error;
				const options = { redirects: redirects(c), isInvalid: true };
				return htmlResponse(decisionPage(state, request, options));
			}
		}
		const address = request && redirectAddress(request);
		if (redirects(c) && address) return c.redirect(address, 303);
		return htmlResponse(
			request?.decision ? decidedPage(state, request) : decisionPage(state, request, { redirects: false }),
		);
	});

	return app;
}

/** Whether the page is in the merchant's tab, and redirects to the merchant's page afterwards. */
const redirects = (c: Context): boolean => c.req.query('redirect') !== undefined;

function htmlResponse({ html, policy, status }: Page): Response {
	return new Response(html, {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': policy,
			'referrer-policy': 'no-referrer',
		},
	});
}
