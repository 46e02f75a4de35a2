import { beforeEach, describe, expect, it } from 'vitest';
import { errorCatalog } from '../../worker/contract.ts';
import { operations } from '../../worker/openapi/operations.ts';
import { apiKey, type Backend, type ErrorBody, finishLink, openBackend, origin } from './backend.ts';

let backend: Backend;
beforeEach(async () => {
	backend = await openBackend();
});

const unknownConnection = `/v1/connections/conn_${'0'.repeat(32)}`;
const elementRoutes = operations
	.filter(({ by }) => by === 'element')
	.map(({ method, path }) => [method.toUpperCase(), path] as const);
const merchantRoutes = [unknownConnection, `${unknownConnection}/accounts`];
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;

describe('every error', () => {
	it('has the one shape, its request id, and headers that keep it out of caches', async () => {
		const answer = await backend.post<ErrorBody>('/v1/link_tokens', { language: 'tlh' });
		expect(answer.status).toBe(400);
		expect(answer.body.error).toEqual({
			code: 'parameter_invalid',
			message: expect.stringContaining('`language`'),
			display_message: null,
			retryable: false,
			recovery: 'none',
			param: 'language',
			documentation_url: expect.stringMatching(/docs\/errors\.md#parameter_invalid$/),
			request_id: answer.headers.get('Request-Id'),
			plaid: null,
		});
		expect(answer.headers.get('Request-Id')).toMatch(/^req_[0-9a-f]{32}$/);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
			'content-type': 'application/json',
		});
	});

	it('has its own page section for each code', async () => {
		const { default: page } = await import('../../docs/errors.md?raw');
		for (const name of Object.keys(errorCatalog)) expect(page).toContain(`### ${name}\n`);
	});
});

describe('a page', () => {
	it.each(elementRoutes)(
		'of an unlisted origin is refused at %s %s, and cannot read why',
		async (method, path) => {
			for (const headers of [
				{ Origin: 'https://shop.example.evil' },
				{ Origin: 'null' },
				{ Origin: 'http://shop.example' },
				{},
			]) {
				const answer = await backend.ask(path, { method, headers: headers as Record<string, string> });
				expect([answer.status, code(answer)]).toEqual([403, 'origin_not_allowed']);
				expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull();
				expect(answer.headers.get('Vary')).toBe('Origin');
			}
			expect(backend.sandbox.requests()).toHaveLength(0);
		},
	);

	it.each(elementRoutes)('of a listed origin may preflight %s %s', async (method, path) => {
		const answer = await backend.ask(path, {
			method: 'OPTIONS',
			headers: {
				Origin: origin,
				'Access-Control-Request-Method': method,
				'Access-Control-Request-Headers': 'content-type',
			},
		});
		expect(answer.status).toBe(204);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'access-control-allow-origin': origin,
			'access-control-allow-methods': method,
			'access-control-allow-headers': 'Content-Type',
			vary: 'Origin',
		});
		expect(answer.headers.has('Access-Control-Allow-Credentials')).toBe(false);
	});

	it.each(elementRoutes)('of an unlisted origin may not preflight %s %s', async (_method, path) => {
		const answer = await backend.ask(path, {
			method: 'OPTIONS',
			headers: { Origin: 'https://evil.example' },
		});
		expect([answer.status, answer.headers.get('Access-Control-Allow-Origin')]).toEqual([403, null]);
	});

	it('of a listed origin can read every kind of answer', async () => {
		const headers = { Origin: origin, 'Content-Type': 'application/json' };
		backend.sandbox.faults.add({ path: '/institutions/get', times: 1, fault: { status: 500 } });
		const answers = [
			await backend.post('/v1/link_tokens', {}),
			await backend.post('/v1/link_tokens', 'not json'),
			await backend.post('/v1/bank_account_tokens', {}),
			await backend.ask('/v1/link_tokens', { method: 'PUT', headers }),
			await backend.ask('/v1/nothing', { headers }),
			await backend.ask('/v1/institutions', { headers }),
		];
		for (const answer of answers) {
			expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(origin);
			expect(answer.headers.get('Access-Control-Expose-Headers')).toBe('Request-Id, Retry-After');
			expect(answer.headers.get('Vary')).toBe('Origin');
		}
		expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 405, 404, 200]);
	});
});

describe('a body', () => {
	const routes = ['/v1/link_tokens', '/v1/bank_account_tokens'];
	it.each(routes)('that is no JSON object is refused at %s', async (path) => {
		for (const body of ['', '{', 'null', '[]', '"text"', '12', '\u0000']) {
			const answer = await backend.post(path, body);
			expect([answer.status, code(answer)]).toEqual([400, 'body_not_json']);
		}
	});

	it.each(routes)('of 10 MB is refused at %s, whatever its Content-Length says', async (path) => {
		const huge = JSON.stringify({ language: 'x'.repeat(10_000_000) });
		for (const headers of [{}, { 'Content-Length': '2' }]) {
			const answer = await backend.post(path, huge, headers);
			expect([answer.status, code(answer)]).toEqual([413, 'body_too_large']);
		}
	});

	it('that is too large is taken to its end all the same, so that the sender hears why', async () => {
		let pulled = 0;
		const body = new ReadableStream({
			pull(controller) {
				pulled += 1;
				if (pulled <= 10) controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
				else controller.close();
			},
		});
		const headers = { Origin: origin, 'Content-Type': 'application/json' };
		const answer = await backend.ask('/v1/link_tokens', { method: 'POST', headers, body });
		expect([code(answer), pulled]).toEqual(['body_too_large', 11]);
	});

	it('that never ends is not read to its end', async () => {
		let pulled = 0;
		const body = new ReadableStream({
			pull(controller) {
				pulled += 1;
				controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
			},
		});
		const headers = { Origin: origin, 'Content-Type': 'application/json' };
		const answer = await backend.ask('/v1/link_tokens', { method: 'POST', headers, body });
		expect(code(answer)).toBe('body_too_large');
		expect(pulled).toBeLessThan(40);
	});

	it.each(routes)('without its content type is refused at %s', async (path) => {
		for (const type of ['text/plainer', 'application/x-www-form-urlencoded', 'application/jsonp']) {
			const answer = await backend.post(path, '{}', { 'Content-Type': type });
			expect([answer.status, code(answer)]).toEqual([415, 'content_type_unsupported']);
		}
	});

	it('that a page sends as plain text, so that its browser need not ask first, is taken from listed origins only', async () => {
		const ask = (from: string) =>
			backend.ask('/v1/link_tokens', {
				method: 'POST',
				headers: { Origin: from, 'Content-Type': 'text/plain;charset=UTF-8' },
				body: '{"language": "es"}',
			});
		const [stranger, listed] = [await ask('https://elsewhere.example'), await ask(origin)];
		expect([stranger.status, code(stranger)]).toEqual([403, 'origin_not_allowed']);
		expect(listed.status).toBe(200);
		const asked = backend.sandbox.requests().map(({ path, body }) => ({ path, body }));
		expect(asked).toEqual([
			{ path: '/link/token/create', body: expect.objectContaining({ language: 'es' }) },
		]);
	});

	it.each(['extra', '__proto__', 'toString', 'access_token'])(
		'with the unknown field %s is refused',
		async (field) => {
			for (const path of routes) {
				const answer = await backend.post<ErrorBody>(path, `{"${field}": 1}`);
				expect([answer.status, code(answer), answer.body.error.param]).toEqual([
					400,
					'parameter_unknown',
					field,
				]);
			}
		},
	);

	it.each([
		[{}, 'parameter_missing', 'link_token'],
		[{ link_token: 'a' }, 'parameter_missing', 'public_token'],
		[{ link_token: 'a', public_token: '' }, 'parameter_invalid', 'public_token'],
		[{ link_token: 'a', public_token: 7 }, 'parameter_invalid', 'public_token'],
		[{ link_token: ['a'], public_token: 'b' }, 'parameter_invalid', 'link_token'],
		[{ link_token: 'a', public_token: 'b', account_id: null }, 'parameter_invalid', 'account_id'],
		[{ link_token: 'a', public_token: 'b'.repeat(201) }, 'parameter_invalid', 'public_token'],
	])('%j is refused as %s of %s', async (body, expected, param) => {
		const answer = await backend.post<ErrorBody>('/v1/bank_account_tokens', body);
		expect([answer.status, code(answer), answer.body.error.param]).toEqual([400, expected, param]);
	});
});

describe('a link token', () => {
	it('is asked of Plaid once, for auth only and nobody in particular', async () => {
		const asked = { language: 'fr', redirect_uri: `${origin}/checkout` };
		const answer = await backend.post<{ expiration: string }>('/v1/link_tokens', asked);
		expect(answer.body).toEqual({
			link_token: expect.stringMatching(/^link-sandbox-/),
			expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			request_id: answer.headers.get('Request-Id'),
		});
		const hours = (Date.parse(answer.body.expiration) - backend.sandbox.clock.now()) / 3_600_000;
		expect(hours).toBeCloseTo(4, 1);
		expect(backend.sandbox.requests().map(({ path, body }) => [path, body])).toEqual([
			[
				'/link/token/create',
				{
					client_name: 'Example Shop',
					language: 'fr',
					country_codes: ['US'],
					products: ['auth'],
					account_filters: { depository: { account_subtypes: ['checking', 'savings'] } },
					user: { client_user_id: expect.stringMatching(/^user_[0-9a-f]{32}$/) },
					redirect_uri: `${origin}/checkout`,
				},
			],
		]);
	});

	it.each(['/checkout?a=1', '/checkout#a', '/checkout?', '/checkout#'])(
		'is not made for the redirect URI …%s',
		async (path) => {
			const answer = await backend.post<ErrorBody>('/v1/link_tokens', { redirect_uri: origin + path });
			expect([code(answer), answer.body.error.param]).toEqual(['parameter_invalid', 'redirect_uri']);
		},
	);

	it('does not send shoppers back to somebody else', async () => {
		const answer = await backend.post<ErrorBody>('/v1/link_tokens', {
			redirect_uri: 'https://evil.example/',
		});
		expect([code(answer), answer.body.error.param]).toEqual(['parameter_invalid', 'redirect_uri']);
		expect(backend.sandbox.requests()).toHaveLength(0);
	});

	it('is stored as a hash only', async () => {
		const { body } = await backend.post<{ link_token: string }>('/v1/link_tokens', {});
		const { results } = await backend.database.prepare('select * from link_sessions').all();
		expect(results).toHaveLength(1);
		expect(JSON.stringify(results)).not.toContain(body.link_token);
	});
});

describe('institutions', () => {
	const ask = (query: string) =>
		backend.ask<{ institutions: { name: string }[]; total: number } & ErrorBody>(`/v1/institutions${query}`, {
			headers: { Origin: origin },
		});

	it('are found by a part of their name', async () => {
		const { body } = await ask('?query=platypus');
		expect(body.institutions[0]).toEqual({
			institution_id: expect.any(String),
			name: expect.stringContaining('Platypus'),
			products: expect.arrayContaining(['auth']),
		});
		expect(body.total).toBe(body.institutions.length);
	});

	it('are listed page by page', async () => {
		const all = await ask('');
		const rest = await ask('?offset=1&products=auth');
		expect(rest.body.total).toBe(all.body.total);
		expect(rest.body.institutions[0]).toEqual(all.body.institutions[1]);
	});

	it.each([
		['?query=', 'parameter_invalid', 'query'],
		['?query=a&query=b', 'parameter_invalid', 'query'],
		['?offset=-1', 'parameter_invalid', 'offset'],
		['?products=auth;drop', 'parameter_invalid', 'products'],
		['?page=2', 'parameter_unknown', 'page'],
	])('asked by %s are refused as %s of %s', async (query, expected, param) => {
		const { body } = await ask(query);
		expect([body.error.code, body.error.param]).toEqual([expected, param]);
	});
});

describe('the merchant’s server', () => {
	it.each(merchantRoutes)('needs an API key for %s, which no page can send there', async (path) => {
		const without = await backend.ask(path, { headers: { Origin: origin } });
		expect([without.status, code(without), without.headers.get('WWW-Authenticate')]).toEqual([
			401,
			'api_key_missing',
			'Bearer',
		]);
		// A listed page may read that it was refused …
		expect(without.headers.get('Access-Control-Allow-Origin')).toBe(origin);
		for (const wrong of ['wrong', `${apiKey}x`, apiKey.slice(0, -1), backend.bindings.PLAID_SECRET ?? '']) {
			const answer = await backend.read(path, wrong);
			expect([answer.status, code(answer)]).toEqual([401, 'api_key_invalid']);
		}
		const preflight = await backend.ask(path, { method: 'OPTIONS', headers: { Origin: origin } });
		// … and cannot ask with a key: its preflight is refused.
		expect([preflight.status, preflight.headers.has('Access-Control-Allow-Headers')]).toEqual([405, false]);
		const foreign = await backend.ask(path, { headers: { Origin: 'https://evil.example' } });
		expect(foreign.headers.has('Access-Control-Allow-Origin')).toBe(false);
	});

	it.each(merchantRoutes)('is told that %s does not exist', async (path) => {
		for (const unknown of [
			path,
			path.replace(/conn_0+/, 'conn_%27%20or%201=1'),
			path.replace(/conn_0+/, 'x'),
		]) {
			const answer = await backend.read(unknown);
			expect([answer.status, code(answer)]).toEqual([404, 'connection_not_found']);
		}
	});

	it('reads the connection and its accounts with every key', async () => {
		const tokens = await finishLink(backend);
		const { body } = await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens);
		const read = await backend.read(`/v1/connections/${body.connection}`, 'psc_an_older_key_0000000');
		expect(read.body).toEqual({
			id: body.connection,
			object: 'connection',
			client_user_id: null,
			stripe_customer: null,
			metadata: {},
			disconnect_at: null,
			authorization: null,
			bank_account_token: 'fresh',
			status: 'active',
			status_since: expect.stringMatching(/^\d{4}-.*Z$/),
			account: {
				id: tokens.account_id,
				name: 'Plaid Checking',
				mask: '0000',
				type: 'depository',
				subtype: 'checking',
			},
			institution: { id: 'ins_109508', name: 'First Platypus Bank' },
			livemode: false,
			created_at: expect.stringMatching(/^\d{4}-.*Z$/),
			request_id: read.headers.get('Request-Id'),
		});
		for (const [balances, called] of [
			['cached', '/accounts/get'],
			['live', '/accounts/balance/get'],
		] as const) {
			const before = backend.calls(called).length;
			const accounts = await backend.read(`/v1/connections/${body.connection}/accounts?balances=${balances}`);
			expect(accounts.body).toMatchObject({
				balances,
				accounts: [
					{
						id: tokens.account_id,
						balances: { available: 10000, current: 11000, limit: null, currency: 'usd' },
					},
				],
			});
			expect(backend.calls(called).length).toBe(before + 1);
		}
		const refused = await backend.read(`/v1/connections/${body.connection}/accounts?balances=fresh`);
		expect(code(refused)).toBe('parameter_invalid');
	});

	it('sees in the connection that the bank wants a new login, and when it is well again', async () => {
		const { body } = await backend.post<{ connection: string }>(
			'/v1/bank_account_tokens',
			await finishLink(backend),
		);
		const path = `/v1/connections/${body.connection}`;
		const fault = { plaid_error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } };
		backend.sandbox.faults.add({ path: '/accounts/balance/get', times: 1, fault });
		expect(code(await backend.read(`${path}/accounts?balances=live`))).toBe('bank_login_required');
		expect((await backend.read(path)).body).toMatchObject({ status: 'login_required' });
		await backend.read(`${path}/accounts?balances=live`);
		expect((await backend.read(path)).body).toMatchObject({ status: 'active' });
	});
});

describe('a path', () => {
	it.each([
		['DELETE', '/v1/link_tokens', 'POST, OPTIONS'],
		['GET', '/v1/bank_account_tokens', 'POST, OPTIONS'],
		['POST', '/v1/institutions', 'GET, OPTIONS'],
		['PUT', unknownConnection, 'GET, POST, DELETE'],
		['DELETE', '/v1/sessions', 'POST'],
		['GET', '/webhooks/plaid', 'POST'],
		['PUT', `${unknownConnection}/accounts`, 'GET'],
		['POST', '/health', 'GET'],
	])('does not take %s %s and tells what it takes', async (method, path, allow) => {
		const answer = await backend.ask(path, { method, headers: { Origin: origin } });
		expect([answer.status, code(answer), answer.headers.get('Allow')]).toEqual([
			405,
			'method_not_allowed',
			allow,
		]);
	});

	it.each(['/', '/v1', '/v1/', '/v2/link_tokens', '/.env'])('%s leads nowhere', async (path) => {
		const answer = await backend.ask(path);
		expect([answer.status, code(answer)]).toEqual([404, 'route_not_found']);
	});
});
