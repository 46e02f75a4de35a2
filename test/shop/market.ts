/** A shop with all that it needs around it: Stripe and Plaid as the sandbox, a Worker's double, pages of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../demo/sandbox/server.ts';
import { createShop } from '../../demo/shop/app.ts';
import { apiKey, startWorkerDouble } from './worker-double.ts';

export const stripeKey = 'sk_test_51TheShopsOwnKeyOfThisTest';

const page = `<!doctype html><title>Checkout</title>
<script type="module" src="https://bank.shop.example/plaid-stripe-connect.js"></script>
<plaid-stripe-connect backend="https://bank.shop.example" link-script="https://cdn.plaid.com/link/v2/stable/link-initialize.js" nonce="nonce-of-this-answer"></plaid-stripe-connect>`;

export type Market = Awaited<ReturnType<typeof openMarket>>;

export async function openMarket() {
	const sandbox = await startSandbox({ port: 0, seed: 'shop' });
	const worker = await startWorkerDouble();
	const pages = mkdtempSync(join(tmpdir(), 'shop-pages-'));
	for (const name of ['index.html', 'success.html']) writeFileSync(join(pages, name), page);
	const config = {
		backendUrl: worker.url,
		backendApiKey: apiKey,
		stripeSecretKey: stripeKey,
		stripeBaseUrl: sandbox.url,
		sandboxUrl: sandbox.url,
	};

	async function plaid(path: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
		const answer = await fetch(sandbox.url + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ client_id: '0123456789abcdef01234567', secret: 'a'.repeat(30), ...body }),
		});
		if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
		return (await answer.json()) as Record<string, unknown>;
	}

	return {
		sandbox,
		worker,
		config,
		plaid,
		/** A shop of its own memory; `changes` are what its configuration has different. */
		shop: (changes: Partial<typeof config> = {}) => createShop({ ...config, ...changes }, pages),
		/** What a page hears: a connection that the Worker knows, and a bank account token that Stripe knows. */
		async connected(): Promise<{ connection: string; bankAccountToken: string }> {
			const { public_token } = await plaid('/sandbox/public_token/create', {
				institution_id: 'ins_109508',
				initial_products: ['auth'],
			});
			const { access_token } = await plaid('/item/public_token/exchange', { public_token });
			const { accounts } = await plaid('/accounts/get', { access_token });
			const { stripe_bank_account_token } = await plaid('/processor/stripe/bank_account_token/create', {
				access_token,
				account_id: (accounts as { account_id: string }[])[0]?.account_id,
			});
			const connection = `conn_${worker.connections.size + 1}`;
			worker.connections.set(connection, 'active');
			return { connection, bankAccountToken: String(stripe_bank_account_token) };
		},
		/** How many Customers Stripe has for the connection. */
		async customersOf(connection: string): Promise<number> {
			const answer = await fetch(`${sandbox.url}/v1/customers?limit=100`, {
				headers: { authorization: `Bearer ${stripeKey}` },
			});
			const { data } = (await answer.json()) as { data: { metadata: { connection?: string } }[] };
			return data.filter(({ metadata }) => metadata.connection === connection).length;
		},
		async close(): Promise<void> {
			await Promise.all([sandbox.close(), worker.close()]);
			rmSync(pages, { recursive: true, force: true });
		},
	};
}
