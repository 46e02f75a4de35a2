import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSandbox } from '../../sandbox/index.ts';

const sandbox = createSandbox({ seed: 'garbage' });
const stripe = (path: string, body?: string) =>
	sandbox.fetch(`http://localhost:8788${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: {
			authorization: 'Bearer sk_test_123456789012',
			'content-type': 'application/x-www-form-urlencoded',
		},
		...(body === undefined ? {} : { body }),
	});
const control = (body: unknown, headers: Record<string, string> = {}) =>
	sandbox.fetch('http://localhost:8788/_sandbox/clock', {
		method: 'POST',
		headers,
		body: JSON.stringify(body),
	});

afterEach(() => vi.restoreAllMocks());

describe('a malformed request is refused, without an internal error', () => {
	it.each(['/v1/tokens/%', '/v1/customers/%E0%A4%A'])('GET %s', async (path) => {
		const answer = await stripe(path);
		expect(answer.status).toBe(404);
		expect(await answer.json()).toHaveProperty('error.type', 'invalid_request_error');
	});

	it.each(['constructor', '__proto__', 'data.constructor'])('expand[]=%s', async (path) => {
		const answer = await stripe(`/v1/customers?expand[]=${path}`);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toHaveProperty(
			'error.message',
			`This property cannot be expanded (${path}).`,
		);
	});

	it('a form nested thirty thousand times', async () => {
		const answer = await stripe('/v1/customers', `a${'[b]'.repeat(30_000)}=1`);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toHaveProperty('error.code', 'parameter_unknown');
	});

	it('JSON nested sixty thousand times', async () => {
		const answer = await sandbox.fetch('http://localhost:8788/link/token/create', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: `{"client_id":"c","secret":"s","user":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
		});
		expect(answer.status).toBe(400);
		expect(await answer.json()).toHaveProperty('error_type', 'INVALID_REQUEST');
	});

	it('a clock advanced past the year 9999, which works as before afterwards', async () => {
		const before = sandbox.clock.now();
		expect((await control({ advance: '999999999d' })).status).toBe(400);
		expect(sandbox.clock.now()).toBeLessThan(before + 60_000);
		expect((await control({ advance: '1h' })).status).toBe(200);
	});
});

it('refuses controls from pages of other origins', async () => {
	const answer = await control({ advance: '1h' }, { origin: 'https://evil.example' });
	expect(answer.status).toBe(403);
	expect((await control({ advance: '1h' }, { origin: 'http://localhost:8788' })).status).toBe(200);
});

it.each(['monitor', 'investments_refresh', 'balance'])(
	'refuses Link for the product %s with INVALID_PRODUCT',
	async (name) => {
		const answer = await sandbox.fetch('http://localhost:8788/link/token/create', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				client_id: 'client',
				secret: 'secret',
				client_name: 'Shop',
				language: 'en',
				country_codes: ['US'],
				user: { client_user_id: 'user' },
				products: [name],
			}),
		});
		expect(answer.status).toBe(400);
		expect(await answer.json()).toHaveProperty('error_code', 'INVALID_PRODUCT');
	},
);
