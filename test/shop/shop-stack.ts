/** A shop and what it needs: a double of the Worker, the sandbox for Plaid and Stripe, and pages. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createShop } from '../../demo/shop/app.ts';
import { pageFiles } from '../../demo/shop/pages.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { apiKey, eventsSecret, startWorkerDouble } from './worker-double.ts';

const page = `<!doctype html><title>Checkout</title>
<main data-order="order-of-this-checkout"><div data-part="order"></div><div data-part="basket"></div><div data-part="failure"></div>
<script type="module" src="https://bank.shop.example/plaid-stripe-connect.js"></script>
<plaid-stripe-connect authorize session="session-of-this-checkout" backend="https://bank.shop.example" link-script="https://cdn.plaid.com/link/v2/stable/link-initialize.js" nonce="nonce-of-this-answer"></plaid-stripe-connect>
<section data-only="sandbox">The sandbox’s bank</section></main>`;

export type ShopStack = Awaited<ReturnType<typeof startShopStack>>;
export let stack: ShopStack;

/** Starts the stack for the tests of a file. Call it once, before the file's own hooks. */
export function withShopStack(): void {
	beforeAll(async () => {
		stack = await startShopStack();
	});
	afterAll(() => stack.close());
}

async function startShopStack() {
	const sandbox = await startSandbox({ port: 0, seed: 'shop' });
	const worker = await startWorkerDouble();
	const pages = mkdtempSync(join(tmpdir(), 'shop-pages-'));
	for (const file of Object.values(pageFiles)) {
		mkdirSync(join(pages, dirname(file)), { recursive: true });
		writeFileSync(join(pages, file), page);
	}
	const config = {
		backendUrl: worker.url,
		backendApiKey: apiKey,
		sandboxUrl: sandbox.url as string | null,
		eventsSecret: eventsSecret as string | null,
	};

	return {
		sandbox,
		worker,
		config,
		/** A shop with a memory of its own. `changes` replace parts of its configuration. */
		shop: (changes: Partial<typeof config> = {}, docs?: string) =>
			createShop({ ...config, ...changes }, pages, docs),
		/** Calls Plaid, as the Worker would. */
		async plaid(path: string, body: Record<string, unknown>): Promise<void> {
			const answer = await fetch(sandbox.url + path, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ client_id: '0123456789abcdef01234567', secret: 'a'.repeat(30), ...body }),
			});
			if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
		},
		async close(): Promise<void> {
			await Promise.all([sandbox.close(), worker.close()]);
			rmSync(pages, { recursive: true, force: true });
		},
	};
}
