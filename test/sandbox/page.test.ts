import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { bankAccountToken, control, linkedItem, receiver, stillSandbox, stripe } from './callers.ts';

const at = (sandbox: Sandbox, path = '/', accept = 'text/html,application/xhtml+xml') =>
	sandbox.fetch(`http://localhost:8788${path}`, { headers: { accept } });

const html = async (sandbox: Sandbox, path = '/') => (await at(sandbox, path)).text();

describe("the page at the sandbox's root", () => {
	it('is for browsers; other clients get a few lines of text', async () => {
		const sandbox = stillSandbox();
		expect((await at(sandbox)).headers.get('content-type')).toMatch(/^text\/html/);
		const plain = await at(sandbox, '/', '*/*');
		expect(await plain.text()).toMatch(/^This sandbox simulates/);
	});

	it('runs only its own script, and loads nothing from elsewhere', async () => {
		const sandbox = stillSandbox();
		const policy = (await at(sandbox)).headers.get('content-security-policy');
		expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
		expect(policy).not.toContain('unsafe');
		const page = await html(sandbox);
		expect(page).not.toMatch(/\son[a-z]+=|\sstyle=|<script(?![^>]*src=)|https?:\/\//);
		for (const [, file] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
			expect((await at(sandbox, file)).status).toBe(200);
		}
	});

	it("shows the sandbox's records, tokens masked", async () => {
		const { webhookFetch } = receiver(500);
		const sandbox = stillSandbox({ webhookFetch });
		const item = await linkedItem(sandbox, 'ins_109508', { webhook: 'https://shop.example/plaid' });
		const btok = await bankAccountToken(sandbox, item);
		await stripe(sandbox, 'POST', '/v1/customers', `source=${btok}&name=Ada`);
		await control(sandbox, 'POST', `items/${item.item_id}/reset_login`);
		await sandbox.webhooks.settled();
		const page = await html(sandbox);
		for (const shown of [
			'First Platypus Bank',
			item.item_id,
			'ITEM_LOGIN_REQUIRED',
			'Ada',
			'STRIPE TEST BANK ••6789',
			'ITEM: ERROR',
			'retrying',
			'POST /processor/stripe/bank_account_token/create',
			`access-sandbox-…${item.access_token.slice(-4)}`,
		]) {
			expect(page).toContain(shown);
		}
		for (const secret of [item.access_token, item.public_token, btok]) expect(page).not.toContain(secret);
	});

	it('shows HTML in a name as text', async () => {
		const sandbox = stillSandbox();
		await stripe(sandbox, 'POST', '/v1/customers', 'name=<img src=x onerror=alert(1)>');
		const page = await html(sandbox);
		expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
		expect(page).not.toContain('<img');
	});

	it('serves its parts again, each with the id of the one that it replaces', async () => {
		const sandbox = stillSandbox();
		const ids = (text: string) => [...text.matchAll(/<div id="([a-z]+)">/g)].map(([, id]) => id);
		const parts = ids(await html(sandbox, '/_sandbox/page/parts'));
		expect(parts).toHaveLength(9);
		expect(new Set(ids(await html(sandbox)))).toEqual(new Set(parts));
	});
});

describe("the control of an Item's login", () => {
	it('resets it, for any existing Item', async () => {
		const sandbox = stillSandbox();
		const { item_id } = await linkedItem(sandbox);
		const { body } = await control(sandbox, 'POST', `items/${item_id}/reset_login`);
		expect(body).toEqual({ item_id, error: 'ITEM_LOGIN_REQUIRED' });
		expect((await control(sandbox, 'POST', 'items/none/reset_login')).status).toBe(400);
	});
});
