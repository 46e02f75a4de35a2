/**
 * Hono, and the calls to Plaid that the Worker makes, in the same order: no check, no log, nothing sealed. Where a
 * database is bound, it remembers the least that can be: that a Link token was made, and what an exchange gave.
 */
import { type Context, Hono } from 'hono';

type Env = {
	Bindings: { PLAID_BASE_URL: string; PLAID_CLIENT_ID: string; PLAID_SECRET: string; DB?: D1Database };
};

const app = new Hono<Env>();

async function ask(c: Context<Env>, path: string, request: object): Promise<Record<string, unknown>> {
	const response = await fetch(`${c.env.PLAID_BASE_URL}${path}`, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			'PLAID-CLIENT-ID': c.env.PLAID_CLIENT_ID,
			'PLAID-SECRET': c.env.PLAID_SECRET,
		},
		body: JSON.stringify(request),
	});
	return response.json();
}

app.post('/v1/link_tokens', async (c) => {
	await c.req.json();
	const { link_token, expiration } = await ask(c, '/link/token/create', {
		client_name: 'Example Shop',
		language: 'en',
		country_codes: ['US'],
		user: { client_user_id: crypto.randomUUID() },
		products: ['auth'],
	});
	await c.env.DB?.prepare(
		'insert into link_sessions (link_token_hash, origin, created_at, expires_at) values (?, ?, 0, 0)',
	)
		.bind(link_token, 'http://localhost:5173')
		.run();
	return c.json({ link_token, expiration });
});

app.post('/v1/bank_account_tokens', async (c) => {
	const { link_token, public_token, account_id } = await c.req.json();
	await c.env.DB?.prepare('select * from link_sessions where link_token_hash = ?').bind(link_token).all();
	const { access_token, item_id } = await ask(c, '/item/public_token/exchange', { public_token });
	const [{ accounts }, { stripe_bank_account_token }] = await Promise.all([
		ask(c, '/accounts/get', { access_token }),
		ask(c, '/processor/stripe/bank_account_token/create', { access_token, account_id }),
		c.env.DB?.prepare(
			`insert into connections (id, item_id, access_token, status, status_since, livemode, created_at, updated_at)
			values (?, ?, ?, 'active', 0, 0, 0, 0)`,
		)
			.bind(crypto.randomUUID(), item_id, access_token)
			.run(),
	]);
	return c.json({ bank_account_token: stripe_bank_account_token, account: (accounts as unknown[])[0] });
});

export default app;
