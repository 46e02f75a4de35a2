import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createShop } from '../../demo/shop/app.ts';
import { type Market, openMarket } from './market.ts';

let market: Market;
let folder: string;
beforeAll(async () => {
	market = await openMarket();
	folder = mkdtempSync(join(tmpdir(), 'playground-'));
	for (const name of ['playground.html', 'preview.html'])
		writeFileSync(join(folder, name), '<!doctype html><title>Page</title>');
	writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Documentation</title>');
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await market.close();
});
beforeEach(() => market.sandbox.sandbox.reset());

const shop = (changes: Partial<Market['config']> = {}) =>
	createShop({ ...market.config, ...changes }, folder, folder);
const post = (body: unknown, on = shop()) =>
	on.request('/playground/troubles', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
const policyOf = async (path: string) =>
	(await shop().request(path)).headers.get('content-security-policy') ?? '';

const control = async (path: string) => {
	const answer = await fetch(`${market.sandbox.url}/_sandbox/${path}`);
	return (await answer.json()) as { faults: unknown[]; linked: boolean; ahead_ms: number };
};

describe('a trouble of the playground', () => {
	it('is a fault of the sandbox, and takes the place of the one before', async () => {
		expect((await post({ trouble: 'plaid-slow' })).status).toBe(200);
		expect((await post({ trouble: 'exchange-answer-lost' })).status).toBe(200);
		expect((await control('faults')).faults).toEqual([
			{ path: '/item/public_token/exchange', fault: { cut: 'after' }, times: 1 },
		]);
	});

	it('is gone when nothing is to go wrong', async () => {
		await post({ trouble: 'stripe-not-linked' });
		expect((await control('stripe')).linked).toBe(false);
		await post({ trouble: 'none' });
		expect((await control('stripe')).linked).toBe(true);
		expect((await control('faults')).faults).toEqual([]);
	});

	it('moves the sandbox’s clock past the life of a link token', async () => {
		await post({ trouble: 'link-token-expired' });
		expect((await control('clock')).ahead_ms).toBe(4 * 60 * 60 * 1000);
	});

	it('is an error of Plaid’s at a call of the Worker’s', async () => {
		const trouble = { trouble: 'plaid-error', call: '/accounts/get', code: 'INSTITUTION_DOWN' };
		expect((await post(trouble)).status).toBe(200);
		expect((await control('faults')).faults).toEqual([
			{
				path: '/accounts/get',
				fault: { plaid_error: { error_type: 'INSTITUTION_ERROR', error_code: 'INSTITUTION_DOWN' } },
			},
		]);
	});

	it.each([
		['of no name', {}],
		['that is not on the list', { trouble: 'reset' }],
		['with a call of the page’s own', { trouble: 'plaid-error', call: '/v1/customers', code: 'RATE_LIMIT' }],
		['with an error of the page’s own', { trouble: 'plaid-error', call: '/accounts/get', code: 'BOOM' }],
		['with more than it takes', { trouble: 'none', path: '/accounts/get' }],
	])('%s is refused, and changes nothing', async (_, body) => {
		await post({ trouble: 'plaid-slow' });
		expect((await post(body)).status).toBe(400);
		expect((await control('faults')).faults).toHaveLength(1);
	});

	it('cannot be sent by a form of another site', async () => {
		const body = JSON.stringify({ trouble: 'plaid-down' });
		const answer = await shop().request('/playground/troubles', { method: 'POST', body });
		expect(answer.status).toBe(400);
		expect((await control('faults')).faults).toEqual([]);
	});

	it('is not to be had where there is no sandbox', async () => {
		const real = shop({ sandboxUrl: null });
		expect(await (await real.request('/playground/troubles')).json()).toMatchObject({ possible: false });
		expect((await post({ trouble: 'plaid-down' }, real)).status).toBe(404);
	});
});

describe('the playground’s pages', () => {
	it('may be framed by the playground alone', async () => {
		expect(await policyOf('/playground')).toContain("frame-ancestors 'none'");
		expect(await policyOf('/playground')).toContain(`frame-src 'self' ${market.sandbox.url}`);
		expect(await policyOf('/playground/preview')).toContain("frame-ancestors 'self'");
	});

	it('leave Link’s script out of the policy to show how that is', async () => {
		const script = `${market.sandbox.url}/link/v2/stable/link-initialize.js`;
		expect(await policyOf('/playground/preview')).toContain(script);
		expect(await policyOf('/playground/preview?link=blocked')).not.toContain(script);
	});
});

describe('the documentation', () => {
	it('stands at /docs/, without anything from elsewhere', async () => {
		const answer = await shop().request('/docs/');
		expect(await answer.text()).toContain('<title>Documentation</title>');
		expect(answer.headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; script-src 'self'; style-src 'self';/,
		);
	});

	it('is found without the slash, too', async () => {
		const answer = await shop().request('/docs');
		expect([answer.status, answer.headers.get('location')]).toEqual([301, '/docs/']);
	});

	it('says how to build it where it is not built', async () => {
		const answer = await createShop(market.config, folder, '/nowhere').request('/docs/');
		expect(answer.status).toBe(500);
		expect(await answer.text()).toContain('npm run build');
	});

	it('has nothing outside of its folder', async () => {
		expect((await shop().request('/docs/..%2f..%2fpackage.json')).status).toBe(404);
	});
});
