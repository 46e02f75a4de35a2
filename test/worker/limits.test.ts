import { describe, expect, it } from 'vitest';
import { operations } from '../../worker/openapi/operations.ts';
import { type ErrorBody, finishLink, openBackend, origin } from './backend.ts';
import { createSigner, keysOf, type Signer } from './plaid-signer.ts';

/** Whoever knows the address may call these. */
const open = operations.filter(({ by }) => by === 'element' || by === 'anybody');
const ofMerchant = operations.filter(({ by }) => by === 'merchant');

/** A limiter that lets `limit` through for each key. */
function limiter(limit: number) {
	const seen = new Map<string, number>();
	const binding: RateLimit = {
		async limit({ key }) {
			seen.set(key, (seen.get(key) ?? 0) + 1);
			return { success: (seen.get(key) ?? 0) <= limit };
		},
	};
	return { binding, seen };
}
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const from = (address: string) => ({ 'CF-Connecting-IP': address });

describe('too many requests', () => {
	it.each(open.map(({ method, path }) => [method.toUpperCase(), path]))(
		'from one address are refused at %s %s, readable by the page, and not those of others',
		async (method, path) => {
			const { binding } = limiter(2);
			const backend = await openBackend({ bindings: { LIMIT_BY_ADDRESS: binding } });
			const ask = (address: string) =>
				backend.ask(path, {
					method,
					headers: { Origin: origin, 'Content-Type': 'application/json', ...from(address) },
					...(method === 'POST' ? { body: '{}' } : {}),
				});
			for (let n = 0; n < 2; n++) expect((await ask('203.0.113.7')).status).not.toBe(429);
			const calls = backend.sandbox.requests().length;
			const refused = await ask('203.0.113.7');
			expect([refused.status, code(refused), refused.headers.get('Retry-After')]).toEqual([
				429,
				'rate_limited',
				'60',
			]);
			if (path !== '/health') expect(refused.headers.get('Access-Control-Allow-Origin')).toBe(origin);
			expect(backend.sandbox.requests()).toHaveLength(calls);
			expect((await ask('203.0.113.8')).status).not.toBe(429);
		},
	);

	it('from one IPv6 network are those of one subscriber', async () => {
		const { binding, seen } = limiter(2);
		const backend = await openBackend({ bindings: { LIMIT_BY_ADDRESS: binding } });
		const ask = async (address: string) => (await backend.ask('/health', { headers: from(address) })).status;
		expect(await ask('2001:db8:0:7::1')).toBe(200);
		expect(await ask('2001:db8:0:7:a:b:c:d')).toBe(200);
		expect(await ask('2001:db8:0:7:ffff::')).toBe(429);
		expect(await ask('2001:db8:0:8::1')).toBe(200);
		expect(await ask('2001:db8::1')).toBe(200);
		expect(await ask('::ffff:203.0.113.7')).toBe(200);
		expect([...seen.keys()]).toEqual(
			['2001:db8:0:7', '2001:db8:0:8', '2001:db8:0:0', '::ffff:203.0.113.7'].map((key) => `address:${key}`),
		);
	});

	it('with one session or link token are refused, from wherever they come', async () => {
		const { binding, seen } = limiter(1);
		const backend = await openBackend({ bindings: { LIMIT_BY_SESSION: binding } });
		const { body } = await backend.send<{ session: string }>('/v1/sessions', { client_user_id: 'user_1' });
		expect((await backend.post('/v1/link_tokens', { session: body.session })).status).toBe(200);
		expect(code(await backend.post('/v1/link_tokens', { session: body.session }))).toBe('rate_limited');
		expect((await backend.post('/v1/link_tokens', {})).status).toBe(200);

		const tokens = await finishLink(backend);
		expect((await backend.post('/v1/bank_account_tokens', tokens)).status).toBe(200);
		expect(code(await backend.post('/v1/bank_account_tokens', tokens))).toBe('rate_limited');
		for (const key of seen.keys()) expect(key).toMatch(/^session:[0-9a-f]{64}$/);
	});

	it('with wrong API keys are refused, and the merchant’s server is not', async () => {
		const { binding } = limiter(3);
		const backend = await openBackend({ bindings: { LIMIT_BY_ADDRESS: binding } });
		const ask = (key: string) =>
			backend.ask('/v1/connections', {
				headers: { Authorization: `Bearer ${key}`, ...from('203.0.113.9') },
			});
		const codes = [];
		for (let n = 0; n < 4; n++) codes.push(code(await ask(`guess-${n}`)));
		expect(codes).toEqual(['api_key_invalid', 'api_key_invalid', 'api_key_invalid', 'rate_limited']);
		for (let n = 0; n < 5; n++) expect((await ask('psc_key_of_the_merchant_server')).status).toBe(200);
	});

	it('with wrong API keys are refused at every route of the merchant’s', async () => {
		for (const { method, path } of ofMerchant) {
			const { binding } = limiter(1);
			const backend = await openBackend({ bindings: { LIMIT_BY_ADDRESS: binding } });
			const ask = () =>
				backend.ask(path.replace('{id}', 'x'), {
					method: method.toUpperCase(),
					headers: { Authorization: 'Bearer guess', ...from('203.0.113.9') },
				});
			expect([path, code(await ask()), code(await ask())]).toEqual([path, 'api_key_invalid', 'rate_limited']);
		}
	});

	it('that name made-up keys of Plaid’s do not reach Plaid, and its own webhooks are taken meanwhile', async () => {
		const { binding } = limiter(3);
		const signer = await createSigner();
		const asked: string[] = [];
		const backend = await openBackend({
			bindings: { LIMIT_BY_ADDRESS: binding },
			fetch: keysOf(() => [signer], asked),
		});
		const tell = async (by: Signer) => {
			const body = JSON.stringify({ webhook_type: 'ITEM', webhook_code: crypto.randomUUID() });
			const iat = Math.floor(backend.sandbox.clock.now() / 1000);
			const headers = { 'Plaid-Verification': await by.sign(body, { iat }), ...from('203.0.113.7') };
			return backend.ask('/webhooks/plaid', { method: 'POST', headers, body });
		};
		expect((await tell(signer)).status).toBe(200);
		const answers = [];
		for (let n = 0; n < 5; n++) answers.push(await tell(await createSigner()));
		expect(answers.map(code)).toEqual([
			'webhook_invalid',
			'webhook_invalid',
			'rate_limited',
			'rate_limited',
			'rate_limited',
		]);
		expect(answers.at(-1)?.headers.get('Retry-After')).toBe('60');
		expect(asked).toHaveLength(3);
		for (let n = 0; n < 5; n++) expect((await tell(signer)).status).toBe(200);
	});

	it('are not counted for this machine, nor where the limiter does not answer', async () => {
		const { binding, seen } = limiter(0);
		const backend = await openBackend({ bindings: { LIMIT_BY_ADDRESS: binding } });
		for (const address of ['127.0.0.1', '::1']) {
			expect((await backend.post('/v1/link_tokens', {}, from(address))).status).toBe(200);
		}
		expect(seen.size).toBe(0);
		const away: RateLimit = { limit: async () => Promise.reject(new Error('away')) };
		const other = await openBackend({ bindings: { LIMIT_BY_ADDRESS: away } });
		expect((await other.post('/v1/link_tokens', {}, from('203.0.113.7'))).status).toBe(200);
	});
});
