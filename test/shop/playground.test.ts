import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ShopStack, stack, withShopStack } from './shop-stack.ts';

withShopStack();
let docs: string;
beforeAll(async () => {
	docs = mkdtempSync(join(tmpdir(), 'docs-'));
	writeFileSync(join(docs, 'index.html'), '<!doctype html><title>Documentation</title>');
});
afterAll(async () => {
	rmSync(docs, { recursive: true, force: true });
});
beforeEach(() => stack.sandbox.sandbox.reset());

const shop = (changes: Partial<ShopStack['config']> = {}) => stack.shop(changes, docs);
const post = (body: unknown, on = shop()) =>
	on.request('/playground/faults', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
const policyOf = async (path: string) =>
	(await shop().request(path)).headers.get('content-security-policy') ?? '';

const control = async (path: string) => {
	const answer = await fetch(`${stack.sandbox.url}/_sandbox/${path}`);
	return (await answer.json()) as { faults: unknown[]; linked: boolean; ahead_ms: number };
};

describe('a fault of the playground', () => {
	it('is set in the sandbox, and replaces the one before', async () => {
		expect((await post({ fault: 'plaid-slow' })).status).toBe(200);
		expect((await post({ fault: 'exchange-answer-lost' })).status).toBe(200);
		expect((await control('faults')).faults).toEqual([
			{ path: '/item/public_token/exchange', fault: { cut: 'after' }, times: 1 },
		]);
	});

	it('is removed by `none`', async () => {
		await post({ fault: 'stripe-not-linked' });
		expect((await control('stripe')).linked).toBe(false);
		await post({ fault: 'none' });
		expect((await control('stripe')).linked).toBe(true);
		expect((await control('faults')).faults).toEqual([]);
	});

	it('moves the sandbox’s clock past the expiry of a link token', async () => {
		await post({ fault: 'link-token-expired' });
		expect((await control('clock')).ahead_ms).toBe(4 * 60 * 60 * 1000);
	});

	it('is an error of Plaid’s in answer to one of the Worker’s calls', async () => {
		const body = { fault: 'plaid-error', call: '/accounts/get', code: 'INSTITUTION_DOWN' };
		expect((await post(body)).status).toBe(200);
		expect((await control('faults')).faults).toEqual([
			{
				path: '/accounts/get',
				fault: { plaid_error: { error_type: 'INSTITUTION_ERROR', error_code: 'INSTITUTION_DOWN' } },
			},
		]);
	});

	it.each([
		['without a name', {}],
		['with an unknown name', { fault: 'reset' }],
		['with an unknown call', { fault: 'plaid-error', call: '/v1/customers', code: 'RATE_LIMIT' }],
		['with an unknown error', { fault: 'plaid-error', call: '/accounts/get', code: 'BOOM' }],
		['with an unknown field', { fault: 'none', path: '/accounts/get' }],
	])('%s is refused, and changes nothing', async (_, body) => {
		await post({ fault: 'plaid-slow' });
		expect((await post(body)).status).toBe(400);
		expect((await control('faults')).faults).toHaveLength(1);
	});

	it('is refused from a form of another site', async () => {
		const body = JSON.stringify({ fault: 'plaid-down' });
		const answer = await shop().request('/playground/faults', { method: 'POST', body });
		expect(answer.status).toBe(400);
		expect((await control('faults')).faults).toEqual([]);
	});

	it('is refused if there is no sandbox', async () => {
		const real = shop({ sandboxUrl: null });
		expect(await (await real.request('/playground/faults')).json()).toMatchObject({ possible: false });
		expect((await post({ fault: 'plaid-down' }, real)).status).toBe(404);
	});
});

describe('the playground’s pages', () => {
	it('can be framed by the playground alone', async () => {
		expect(await policyOf('/playground')).toContain("frame-ancestors 'none'");
		expect(await policyOf('/playground')).toContain(`frame-src 'self' ${stack.sandbox.url}`);
		expect(await policyOf('/playground/preview')).toContain("frame-ancestors 'self'");
	});

	it('refuse Link’s script in their policy if asked to', async () => {
		const script = `${stack.sandbox.url}/link/v2/stable/link-initialize.js`;
		expect(await policyOf('/playground/preview')).toContain(script);
		expect(await policyOf('/playground/preview?link=blocked')).not.toContain(script);
	});
});

describe('the documentation', () => {
	it('is at /docs/, and loads nothing from elsewhere', async () => {
		const answer = await shop().request('/docs/');
		expect(await answer.text()).toContain('<title>Documentation</title>');
		expect(answer.headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; script-src 'self'; style-src 'self';/,
		);
	});

	it('is found without the slash', async () => {
		const answer = await shop().request('/docs');
		expect([answer.status, answer.headers.get('location')]).toEqual([301, '/docs/']);
	});

	it('says how to build it if it is not built', async () => {
		const answer = await stack.shop({}, '/nowhere').request('/docs/');
		expect(answer.status).toBe(500);
		expect(await answer.text()).toContain('npm run build');
	});

	it('serves nothing outside its folder', async () => {
		expect((await shop().request('/docs/..%2f..%2fpackage.json')).status).toBe(404);
	});
});
