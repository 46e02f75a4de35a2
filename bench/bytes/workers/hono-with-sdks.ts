/** The two calls of a bank account token, as the official packages make them, and nothing else. */
import { Hono } from 'hono';
import { Configuration, PlaidApi, PlaidEnvironments } from 'plaid';
import Stripe from 'stripe';

type Env = { Bindings: { PLAID_CLIENT_ID: string; PLAID_SECRET: string; STRIPE_SECRET_KEY: string } };

const app = new Hono<Env>();

app.post('/bank_account', async ({ req, env, json }) => {
	const { public_token, account_id } = await req.json<{ public_token: string; account_id: string }>();
	const plaid = new PlaidApi(
		new Configuration({
			basePath: PlaidEnvironments.sandbox ?? '',
			baseOptions: {
				headers: { 'PLAID-CLIENT-ID': env.PLAID_CLIENT_ID, 'PLAID-SECRET': env.PLAID_SECRET },
			},
		}),
	);
	const { access_token } = (await plaid.itemPublicTokenExchange({ public_token })).data;
	const { data } = await plaid.processorStripeBankAccountTokenCreate({ access_token, account_id });
	const customer = await new Stripe(env.STRIPE_SECRET_KEY).customers.create({
		source: data.stripe_bank_account_token,
	});
	return json({ customer: customer.id });
});

export default app;
