import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../worker/mount.ts';
import { connectAs, type ErrorBody, finishLink, openBackend, origin, variables } from './backend.ts';

describe('mounted in another Worker', () => {
	const bank = createApp({ basePath: '/bank' });
	const bindings = { ...variables, DB: env.DB };

	it('answers under its path, and leaves everything else to the host', async () => {
		await openBackend();
		const host = new Hono();
		host.get('/', (c) => c.text('the shop'));
		host.all('/bank/*', (c) => bank.fetch(c.req.raw, c.env as typeof bindings));
		const ask = async (path: string, init?: RequestInit) => host.request(path, init, bindings);
		expect(await (await ask('/')).text()).toBe('the shop');
		expect((await ask('/bank/health')).status).toBe(200);
		const refused = await ask('/bank/v1/connections');
		expect([refused.status, ((await refused.json()) as ErrorBody).error.code]).toEqual([
			401,
			'api_key_missing',
		]);
		expect((await ask('/bank/nothing')).status).toBe(404);
		expect((await ask('/health')).status).toBe(404);
	});

	it('takes a page of its own origin, which sends no Origin with a GET', async () => {
		const backend = await openBackend({ variables: { ALLOWED_ORIGINS: 'https://bank.shop.example' } });
		const ask = (headers: Record<string, string>) => backend.ask('/v1/institutions', { headers });
		expect((await ask({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
		expect((await ask({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
		expect((await ask({})).status).toBe(403);
		const elsewhere = await openBackend();
		const own = { headers: { 'Sec-Fetch-Site': 'same-origin' } };
		expect((await elsewhere.ask('/v1/institutions', own)).status).toBe(403);
	});
});

describe('a merchant’s hook', () => {
	it('may change what Plaid is asked, and knows who the shopper is', async () => {
		const seen: unknown[] = [];
		const backend = await openBackend({
			hooks: {
				beforeLinkToken: (request, { request: _, ...shopper }) => {
					seen.push(shopper);
					return { client_name: `${request.client_name}!` };
				},
			},
		});
		await connectAs(backend, 'user_1');
		expect(seen).toEqual([{ clientUserId: 'user_1', connection: null }]);
		expect(backend.calls('/link/token/create').map(({ body }) => body)).toMatchObject([
			{ client_name: 'Example Shop!' },
		]);
	});

	it('may refuse a shopper; its reason stays in the log', async () => {
		const backend = await openBackend({
			hooks: {
				beforeLinkToken: () => {
					throw new Error('on the list of debtors');
				},
			},
		});
		const answer = await backend.post<ErrorBody>('/v1/link_tokens', {});
		expect([answer.status, answer.body.error.code]).toEqual([403, 'refused']);
		expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(origin);
		expect(answer.text).not.toContain('debtors');
		expect(backend.log.at(-1)).toContain('on the list of debtors');
		expect(backend.sandbox.requests()).toEqual([]);
	});

	it('hears of a connection, and cannot break it', async () => {
		const seen: unknown[] = [];
		const backend = await openBackend({
			hooks: {
				afterConnection: ({ connection, clientUserId }) => {
					seen.push([connection, clientUserId]);
					throw new Error('the merchant’s own, with sk_test_0123456789');
				},
			},
		});
		const { connection } = await connectAs(backend, 'user_1');
		expect(seen).toEqual([[connection, 'user_1']]);
		const alone = await backend.post('/v1/bank_account_tokens', await finishLink(backend));
		expect(alone.status).toBe(200);
		const told = backend.log.find((line) => line.includes('afterConnection'));
		expect(JSON.parse(told ?? '')).toMatchObject({ level: 'error', cause: 'the merchant’s own, with sk_…' });
	});
});
