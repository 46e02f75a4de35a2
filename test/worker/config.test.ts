import { describe, expect, it } from 'vitest';
import { type Bindings, checkConfig } from '../../worker/config.ts';
import type { EventMessage } from '../../worker/events/enqueue.ts';
import { neededSchema } from '../../worker/store/schema-version.ts';
import { encryptionKey, openBackend, origin, variables } from './backend.ts';

const bindings = { ...variables, DB: {} as D1Database };
const check = (changed: Record<string, string | undefined>) =>
	checkConfig({ ...bindings, ...changed } as Bindings);

describe('the configuration', () => {
	it('is taken where everything is there', () => {
		const { config, problems, allowedOrigins } = check({});
		expect(problems).toEqual([]);
		expect([...allowedOrigins]).toEqual([origin, 'http://localhost:5173']);
		expect(config).toMatchObject({
			livemode: false,
			products: ['auth'],
			countryCodes: ['US'],
			plaid: { baseUrl: 'http://localhost:8788' },
		});
	});

	it('reaches Plaid where no other address is given', () => {
		expect(check({ PLAID_BASE_URL: undefined }).config?.plaid.baseUrl).toBe('https://sandbox.plaid.com');
		const live = { PLAID_BASE_URL: undefined, PLAID_ENV: 'production', STRIPE_SECRET_KEY: 'rk_live_0000' };
		expect(check(live).config).toMatchObject({
			livemode: true,
			plaid: { baseUrl: 'https://production.plaid.com' },
		});
	});

	it.each([
		'PLAID_ENV',
		'ALLOWED_ORIGINS',
		'CLIENT_NAME',
		'PLAID_CLIENT_ID',
		'PLAID_SECRET',
		'API_KEYS',
		'ENCRYPTION_KEYS',
		'DB',
	])('names %s where it is missing', (name) => {
		const { config, problems } = check({ [name]: undefined });
		expect(config).toBeNull();
		expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} is missing`))]);
	});

	it.each([
		['PLAID_ENV', 'development'],
		['ALLOWED_ORIGINS', '*'],
		['ALLOWED_ORIGINS', 'https://shop.example/checkout'],
		['ALLOWED_ORIGINS', 'my-shop.test'],
		['CLIENT_NAME', 'A name that is longer than thirty'],
		['COUNTRY_CODES', 'usa'],
		['PRODUCTS', 'transactions'],
		['OPTIONAL_PRODUCTS', 'auth'],
		['REDIRECT_URI', 'https://shop.example/?a=1'],
		['STRIPE_SECRET_KEY', 'pk_test_000000'],
		['STRIPE_SECRET_KEY', 'sk_live_000000'],
		['API_KEYS', 'short'],
		['ENCRYPTION_KEYS', encryptionKey(1)],
		['ENCRYPTION_KEYS', 'k1:c2hvcnQ='],
		['ENCRYPTION_KEYS', 'k1:%%%'],
		['ENCRYPTION_KEYS', `k1:${encryptionKey(1)},k1:${encryptionKey(2)}`],
		['PLAID_BASE_URL', 'https://plaid.evil.example'],
		['PLAID_BASE_URL', 'http://localhost.evil.example:8788'],
		['STRIPE_BASE_URL', 'http://10.0.0.1'],
		['STRIPE_WEBHOOK_SECRET', 'sk_test_000000000'],
		['PUBLIC_URL', 'http://bank.shop.example'],
		['PUBLIC_URL', 'https://bank.shop.example/?a=1'],
	])('refuses %s=%s without repeating it', (name, value) => {
		const { config, problems } = check({ [name]: value });
		expect(config).toBeNull();
		expect(problems).toEqual([expect.stringContaining(name)]);
		if (value.length > 8) expect(problems.join()).not.toContain(value);
	});

	const EVENTS = {} as Queue<EventMessage>;
	const secret = `whsec_${btoa('2'.repeat(32))}`;
	const eventsUrl = 'https://shop.example/bank-events';
	it('takes an address for events with its secrets and a queue', () => {
		const given = { EVENTS_URL: eventsUrl, EVENTS_SECRET: `${secret},${secret}` };
		expect(checkConfig({ ...bindings, ...given, EVENTS }).config).toMatchObject({
			events: { url: eventsUrl, secrets: [secret, secret] },
		});
		expect(check({}).config?.events).toBeNull();
	});

	it.each([
		['EVENTS_URL', 'http://shop.example/bank-events', secret],
		['EVENTS_URL', 'https://user:password@shop.example/', secret],
		['EVENTS_SECRET', eventsUrl, ''],
		['EVENTS_SECRET', eventsUrl, 'whsec_c2hvcnQ='],
		// Its library signs with no such secret.
		['EVENTS_SECRET', eventsUrl, `whsec_${'-_-_'.repeat(11)}`],
		['EVENTS_SECRET', eventsUrl, `${secret},plain-text-secret`],
	])('refuses a wrong %s without repeating it', (name, EVENTS_URL, EVENTS_SECRET) => {
		const { problems } = checkConfig({ ...bindings, EVENTS_URL, EVENTS_SECRET, EVENTS });
		expect(problems).toEqual([expect.stringContaining(name)]);
		expect(problems.join()).not.toMatch(/password|c2hvcnQ|plain-text/);
	});

	it('wants a queue where there is an address for events', () => {
		const { problems } = checkConfig({ ...bindings, EVENTS_URL: eventsUrl, EVENTS_SECRET: secret });
		expect(problems).toEqual([expect.stringContaining('[[queues.producers]]')]);
	});

	it('refuses a sandbox’s address in production', () => {
		const { problems } = check({ PLAID_ENV: 'production', STRIPE_SECRET_KEY: undefined });
		expect(problems).toEqual([expect.stringContaining('PLAID_BASE_URL')]);
	});
});

describe('a Worker that is configured wrongly', () => {
	it('answers so to everybody, tells the page nothing of it, and tells the log and /health all', async () => {
		const backend = await openBackend({ variables: { PLAID_SECRET: '', ENCRYPTION_KEYS: 'k1:wrong' } });
		const answer = await backend.post('/v1/link_tokens', {});
		expect([answer.status, answer.headers.get('Access-Control-Allow-Origin')]).toEqual([503, origin]);
		expect(answer.body).toMatchObject({ error: { code: 'configuration_invalid' } });
		expect(answer.text).not.toMatch(/PLAID_SECRET|ENCRYPTION_KEYS/);
		expect((await backend.read('/v1/connections/conn_0')).status).toBe(503);

		const health = await backend.health();
		expect([health.status, health.body]).toMatchObject([503, { status: 'degraded' }]);
		for (const told of [health.text, backend.log.join()]) {
			expect(told).toContain('PLAID_SECRET is missing');
			expect(told).toContain('ENCRYPTION_KEYS must be');
			expect(told).not.toContain('k1:wrong');
		}
		expect(backend.log.filter((line) => line.includes('"event":"configuration_invalid"'))).toHaveLength(1);
	});

	it('is well where it is right', async () => {
		const backend = await openBackend();
		const health = await backend.health();
		expect([health.status, health.body]).toEqual([
			200,
			{
				status: 'ok',
				checks: [
					{ name: 'configuration', ok: true },
					{ name: 'database', ok: true },
				],
				version: expect.stringMatching(/^\d+\.\d+\.\d+/),
				schema: neededSchema,
				jobs: [],
				oldest_undelivered_event: null,
				request_id: health.headers.get('Request-Id'),
			},
		]);
	});

	it('says to callers without a key whether it is well, its version and schema, and nothing else', async () => {
		for (const variables of [{}, { PLAID_SECRET: '' }]) {
			const backend = await openBackend({ variables });
			for (const headers of [{}, { Authorization: 'Bearer psc_of_somebody_else_000' }]) {
				const { body } = await backend.ask('/health', { headers: headers as Record<string, string> });
				expect(Object.keys(body).toSorted()).toEqual(['request_id', 'schema', 'status', 'version']);
				expect(body).toMatchObject({ status: variables.PLAID_SECRET === '' ? 'degraded' : 'ok' });
			}
		}
	});

	it('reads the database once in ten seconds, whoever asks', async () => {
		let reads = 0;
		const backend = await openBackend({
			database: (database) =>
				new Proxy(database, {
					get(target, name) {
						if (name === 'batch') reads += 1;
						const value = Reflect.get(target, name);
						return typeof value === 'function' ? value.bind(target) : value;
					},
				}),
		});
		for (let n = 0; n < 20; n++) await backend.ask('/health');
		expect(reads).toBe(1);
		await backend.health();
		expect(reads).toBe(2);
	});

	it('reports each job’s last success, and the jobs that do not succeed any more', async () => {
		const backend = await openBackend();
		await backend.clock('* * * * *');
		await backend.clock('47 * * * *');
		const { body } = await backend.health();
		expect(body.status).toBe('ok');
		const at = body.jobs?.find(({ name }) => name === 'resume_exchanges')?.last_success;
		expect(at).toMatch(/Z$/);
		expect(body.jobs?.map(({ name }) => name)).toEqual(
			expect.arrayContaining([
				'delete_expired',
				'poll_payments',
				'resume_exchanges',
				'rotate_encryption_key',
			]),
		);

		await backend.sandbox.clock.advance('35m');
		await backend.database.prepare('alter table exchanges rename to elsewhere').run();
		try {
			await backend.clock('* * * * *');
		} finally {
			await backend.database.prepare('alter table elsewhere rename to exchanges').run();
		}
		const late = await backend.health();
		expect(late.body.status).toBe('degraded');
		const check = late.body.checks?.find(({ name }) => name === 'jobs');
		expect(check?.message).toContain(`resume_exchanges (${at})`);
		expect(check?.message).not.toContain('flush_outbox');
	});

	it('remembers that Plaid refused its keys until a link token is made', async () => {
		const backend = await openBackend({ variables: { PLAID_SECRET: 'invalid-secret' } });
		expect((await backend.post('/v1/link_tokens', {})).body).toMatchObject({
			error: { code: 'plaid_credentials_invalid' },
		});
		expect((await backend.health()).text).toContain('https://dashboard.plaid.com/developers/keys');
	});
});
