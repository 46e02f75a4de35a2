import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import type { Check, Finding, Settings, World } from '../../scripts/doctor/check.ts';
import { clock } from '../../scripts/doctor/checks/clock.ts';
import { configuration } from '../../scripts/doctor/checks/configuration.ts';
import { database } from '../../scripts/doctor/checks/database.ts';
import { deployment } from '../../scripts/doctor/checks/deployment.ts';
import { events } from '../../scripts/doctor/checks/events.ts';
import { linkToken } from '../../scripts/doctor/checks/link-token.ts';
import { origins } from '../../scripts/doctor/checks/origins.ts';
import { plaidKeys } from '../../scripts/doctor/checks/plaid-keys.ts';
import { enablement, plaidStripe } from '../../scripts/doctor/checks/plaid-stripe.ts';
import { stripeAch } from '../../scripts/doctor/checks/stripe-ach.ts';
import { stripeKey } from '../../scripts/doctor/checks/stripe-key.ts';
import { webhooks } from '../../scripts/doctor/checks/webhooks.ts';
import { examine } from '../../scripts/doctor/examine.ts';
import { stripePermissions } from '../../scripts/setup/stripe.ts';
import { stripeEventTypes } from '../../worker/webhooks/stripe-event-types.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const atCloudflare = { name: 'plaid-stripe-connect', id: '3f1c6ad2-0000-4000-8000-1234567890ab' };

let sandbox: Sandbox;
beforeEach(() => {
	sandbox = createSandbox({ seed: 'doctor', clock: { now: () => now } });
});

const settings = (
	variables: Record<string, string> = {},
	database: Settings['wrangler']['database'] = atCloudflare,
) =>
	({
		variables: {
			PLAID_ENV: 'sandbox',
			PLAID_CLIENT_ID: '5f1c6ad2b3c4d5e6f7a8b9c0',
			PLAID_SECRET: '0123456789abcdef0123456789abcd',
			STRIPE_SECRET_KEY: 'rk_test_doctor',
			ALLOWED_ORIGINS: 'http://localhost:5173',
			CLIENT_NAME: 'Example Shop',
			API_KEYS: 'psc_012345678901234567890123456789',
			ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
			...variables,
		},
		wrangler: { name: 'plaid-stripe-connect', vars: {}, database, queues: ['events'] },
	}) satisfies Settings;

type Fetch = (url: URL, init?: RequestInit) => Promise<Response> | Response | undefined;

/** The sandbox, with other hosts as told; whatever is not told is not there. */
const world = (others: Fetch = () => undefined, wrangler = 'No migrations to apply!', status = 0): World => ({
	fetch: async (input, init) => {
		const url = new URL(String(input));
		const other = await others(url, init);
		if (other) return other;
		if (/plaid\.com$|stripe\.com$/.test(url.host)) return sandbox.fetch(input, init);
		throw new TypeError('fetch failed');
	},
	now: () => now,
	wrangler: async () => ({ status, output: wrangler, answer: wrangler }),
});

const found = async (check: Check, one: Settings = settings(), there: World = world()) =>
	Object.fromEntries((await check(one, there)).map((finding): [string, Finding] => [finding.name, finding]));

const states = async (check: Check, one?: Settings, there?: World) =>
	Object.fromEntries(
		Object.entries(await found(check, one, there)).map(([name, { state }]) => [name, state]),
	);

const plaidError = (path: string, error_type: string, error_code: string, error_message = '') =>
	sandbox.faults.add({ path, fault: { plaid_error: { error_type, error_code, error_message } } });

describe('configuration', () => {
	test('is well where everything is set', async () => {
		expect(await states(configuration)).toEqual({ configuration: 'well' });
	});

	test('tells each thing that is missing, and where to get it', async () => {
		const { configuration: one } = await found(configuration, settings({ PLAID_SECRET: '' }));
		expect(one).toMatchObject({ state: 'not_well', message: 'PLAID_SECRET is missing.' });
		expect(one?.cure).toContain('https://dashboard.plaid.com/developers/keys');
		expect(one?.cure).toContain('run `npm run setup`.');
		expect(one?.cure).not.toContain('wrangler');
	});

	test('tells test and live that are mixed', async () => {
		const { configuration: one } = await found(
			configuration,
			settings({ STRIPE_SECRET_KEY: 'sk_live_doctor' }),
		);
		expect(one).toMatchObject({ state: 'not_well' });
		expect(one?.message).toContain('different modes');
	});
});

describe('Plaid’s keys', () => {
	test('are well where Plaid takes them', async () => {
		expect(await states(plaidKeys)).toEqual({ plaid_keys: 'well' });
	});

	test('that are missing or wrong are told', async () => {
		expect(await states(plaidKeys, settings({ PLAID_CLIENT_ID: '' }))).toEqual({ plaid_keys: 'not_well' });
		expect(await states(plaidKeys, settings({ PLAID_SECRET: 'invalid' }))).toEqual({
			plaid_keys: 'not_well',
		});
	});

	test('of the other environment are told as such', async () => {
		const refusedHere = world((url) =>
			url.host === 'production.plaid.com'
				? Response.json({ error_type: 'INVALID_INPUT', error_code: 'INVALID_API_KEYS' }, { status: 400 })
				: undefined,
		);
		const { plaid_keys } = await found(plaidKeys, settings({ PLAID_ENV: 'production' }), refusedHere);
		expect(plaid_keys).toMatchObject({
			state: 'not_well',
			message: 'PLAID_SECRET is that of sandbox, and PLAID_ENV says production.',
		});
	});

	test('without access to the environment are told', async () => {
		plaidError('/institutions/get', 'INVALID_INPUT', 'UNAUTHORIZED_ENVIRONMENT');
		expect(await states(plaidKeys)).toEqual({ plaid_keys: 'not_well' });
	});

	test.each([
		{ cut: 'before' as const },
		{ malformed: true as const },
		{ status: 500 },
		{ plaid_error: { error_type: 'API_ERROR', error_code: 'INTERNAL_SERVER_ERROR' } },
	])('cannot be known while Plaid has trouble: %j', async (fault) => {
		sandbox.faults.add({ path: '/institutions/get', fault });
		expect(await states(plaidKeys)).toEqual({ plaid_keys: 'unknown' });
	});
});

describe('the Link token', () => {
	test('is made with the products, and with the redirect URI', async () => {
		const redirected = settings({ REDIRECT_URI: 'https://shop.example/back' });
		expect(await states(linkToken, redirected)).toEqual({ plaid_products: 'well', redirect_uri: 'well' });
		expect(await states(linkToken)).toEqual({ plaid_products: 'well', redirect_uri: 'well' });
	});

	test('tells products that the client may not use', async () => {
		plaidError('/link/token/create', 'INVALID_INPUT', 'INVALID_PRODUCT', 'client is not authorized');
		const { plaid_products } = await found(linkToken);
		expect(plaid_products).toMatchObject({ state: 'not_well' });
		expect(plaid_products?.message).toContain('client is not authorized');
	});

	test('tells a redirect URI that is not listed at Plaid', async () => {
		const unlisted = world((_, init) =>
			String(init?.body).includes('redirect_uri')
				? Response.json(
						{
							error_type: 'INVALID_REQUEST',
							error_code: 'INVALID_FIELD',
							error_message: 'OAuth redirect URI must be configured in the developer dashboard.',
						},
						{ status: 400 },
					)
				: undefined,
		);
		const redirected = settings({ REDIRECT_URI: 'https://shop.example/back' });
		const { plaid_products, redirect_uri } = await found(linkToken, redirected, unlisted);
		expect(plaid_products?.state).toBe('well');
		expect(redirect_uri?.state).toBe('not_well');
		expect(redirect_uri?.cure).toContain('https://dashboard.plaid.com/developers/api');
	});

	test('cannot be known without an answer', async () => {
		sandbox.faults.add({ path: '/link/token/create', fault: { cut: 'after' } });
		expect(await states(linkToken)).toEqual({ plaid_products: 'unknown' });
	});
});

describe('Stripe’s key', () => {
	test('is well, restricted or not', async () => {
		const both = { stripe_key: 'well', stripe_permissions: 'well' };
		expect(await states(stripeKey)).toEqual(both);
		expect(await states(stripeKey, settings({ STRIPE_SECRET_KEY: 'sk_test_doctor' }))).toEqual(both);
	});

	test('that Stripe does not know is told', async () => {
		expect(await states(stripeKey, settings({ STRIPE_SECRET_KEY: 'sk_test_invalid' }))).toEqual({
			stripe_key: 'not_well',
		});
	});

	test('that lacks a permission is told, with the permission and the page that makes a better one', async () => {
		sandbox.stripe.set({ permissions: ['rak_customer_write', 'rak_payment_method_read'] });
		const { stripe_key, stripe_permissions } = await found(stripeKey);
		expect(stripe_key?.state).toBe('well');
		expect(stripe_permissions?.state).toBe('not_well');
		expect(stripe_permissions?.message).toContain('rak_payment_intent_write');
		expect(stripe_permissions?.message).not.toContain('rak_customer_write');
		expect(stripe_permissions?.cure).toContain('https://dashboard.stripe.com/test/apikeys/create?');
	});

	test('with the permissions that setup asks for lacks none, and without any one of those of payments it is told', async () => {
		sandbox.stripe.set({ permissions: [...stripePermissions] });
		expect((await found(stripeKey)).stripe_permissions?.state).toBe('well');
		for (const lacking of stripePermissions.slice(0, 8)) {
			sandbox.stripe.set({ permissions: stripePermissions.filter((one) => one !== lacking) });
			expect((await found(stripeKey)).stripe_permissions?.message).toContain(lacking);
		}
	});

	test('leaves nothing behind at Stripe', async () => {
		await stripeKey(settings(), world());
		const changed = sandbox.requests().filter(({ method, status }) => method === 'POST' && status < 300);
		expect(changed).toEqual([]);
	});

	test('may be missing; whether Stripe takes it cannot be known while Stripe is away', async () => {
		expect(await states(stripeKey, settings({ STRIPE_SECRET_KEY: '' }))).toEqual({ stripe_key: 'unknown' });
		sandbox.faults.add({ path: '/v1/account', fault: { cut: 'before' } });
		expect(await states(stripeKey)).toEqual({ stripe_key: 'unknown' });
	});
});

describe('ACH', () => {
	test('is on or off, as Stripe’s dashboard shows it', async () => {
		expect(await states(stripeAch)).toEqual({ stripe_ach: 'well' });
		sandbox.stripe.set({ ach: false });
		expect(await states(stripeAch)).toEqual({ stripe_ach: 'not_well' });
	});

	test('is told by the capability where the key may not read the dashboard’s switch', async () => {
		sandbox.stripe.set({ permissions: ['rak_accounts_kyc_basic_read'] });
		expect(await states(stripeAch)).toEqual({ stripe_ach: 'well' });
		sandbox.stripe.set({ ach: false });
		expect(await states(stripeAch)).toEqual({ stripe_ach: 'not_well' });
	});

	test('cannot be known with a key that may read neither', async () => {
		expect(await states(stripeAch, settings({ STRIPE_SECRET_KEY: 'rk_test_limited' }))).toEqual({
			stripe_ach: 'unknown',
		});
	});
});

describe('Plaid’s Stripe integration', () => {
	test('is tried with a login of the Sandbox, which is removed again', async () => {
		const both = { plaid_stripe_integration: 'well', same_stripe_account: 'well' };
		expect(await states(plaidStripe)).toEqual(both);
		expect(sandbox.requests().map(({ path }) => path)).toContain('/item/remove');
	});

	test('that is not connected is told, and the login is removed all the same', async () => {
		sandbox.stripe.set({ linked: false });
		const { plaid_stripe_integration: one } = await found(plaidStripe);
		expect(one?.state).toBe('not_well');
		expect(one?.cure).toContain('https://dashboard.plaid.com/developers/integrations');
		expect(sandbox.requests().at(-1)).toMatchObject({ path: '/item/remove', status: 200 });
	});

	test('that Stripe refuses is told with Stripe’s reason', async () => {
		const path = '/processor/stripe/bank_account_token/create';
		plaidError(path, 'INVALID_INPUT', 'INVALID_STRIPE_ACCOUNT', 'Stripe API returned error: no such account');
		const { plaid_stripe_integration: one } = await found(plaidStripe);
		expect(one?.state).toBe('not_well');
		expect(one?.message).toContain('no such account');
	});

	test('tells a Stripe key of another account or mode', async () => {
		sandbox.stripe.set({ mode: 'live' });
		expect(await states(plaidStripe)).toEqual({
			plaid_stripe_integration: 'well',
			same_stripe_account: 'not_well',
		});
	});

	test.each(['/sandbox/public_token/create', '/item/public_token/exchange', '/accounts/get'])(
		'cannot be known where %s gives no answer',
		async (path) => {
			sandbox.faults.add({ path, fault: { cut: 'before' } });
			expect(await states(plaidStripe)).toEqual({ plaid_stripe_integration: 'unknown' });
		},
	);

	test('is not tried in production', async () => {
		const live = settings({ PLAID_ENV: 'production', STRIPE_SECRET_KEY: 'rk_live_doctor' });
		expect(await states(plaidStripe, live)).toEqual({ plaid_stripe_integration: 'unknown' });
		expect(sandbox.requests()).toEqual([]);
	});
});

test('that Stripe has enabled Plaid with PaymentIntents can never be known', async () => {
	const { plaid_with_payment_intents: one } = await found(enablement);
	expect(one?.state).toBe('unknown');
	expect(one?.cure).toContain('plaid-referral@stripe.com');
});

describe('origins', () => {
	const shop = (location?: string): World =>
		world((url) =>
			url.host === 'shop.example'
				? new Response(null, { status: location ? 301 : 200, headers: location ? { location } : {} })
				: undefined,
		);

	test('that answer are well', async () => {
		expect(await states(origins, settings({ ALLOWED_ORIGINS: 'https://shop.example' }), shop())).toEqual({
			origins: 'well',
		});
		expect(await states(origins)).toEqual({ origins: 'well' });
	});

	test('that send shoppers to one that is not listed are told', async () => {
		const listed = settings({ ALLOWED_ORIGINS: 'https://shop.example' });
		const { origins: one } = await found(origins, listed, shop('https://www.shop.example/'));
		expect(one?.state).toBe('not_well');
		expect(one?.cure).toBe('Add https://www.shop.example to ALLOWED_ORIGINS.');
	});

	test('of this machine, or without https, are told in production', async () => {
		const live = (ALLOWED_ORIGINS: string) => settings({ PLAID_ENV: 'production', ALLOWED_ORIGINS });
		expect(await states(origins, live('http://localhost:5173'))).toEqual({ origins: 'not_well' });
		expect(await states(origins, live('http://shop.example'), shop())).toEqual({ origins: 'not_well' });
	});

	test('that cannot be reached cannot be known; none at all is told', async () => {
		expect(await states(origins, settings({ ALLOWED_ORIGINS: 'https://away.example' }))).toEqual({
			origins: 'unknown',
		});
		expect(await states(origins, settings({ ALLOWED_ORIGINS: '' }))).toEqual({ origins: 'not_well' });
	});
});

describe('the database', () => {
	test('is well where no migration waits', async () => {
		expect(await states(database)).toEqual({ database_here: 'well', database_at_cloudflare: 'well' });
	});

	test('tells the migrations that wait', async () => {
		const waiting = world(undefined, '│ Name │\n│ 0001_whole_backend.sql │');
		const { database_here } = await found(database, settings(), waiting);
		expect(database_here).toMatchObject({
			state: 'not_well',
			message: 'Not applied yet: 0001_whole_backend.sql.',
		});
		expect(database_here?.cure).toContain('npx wrangler d1 migrations apply DB --local');
	});

	test('that is not made yet, or that wrangler may not see, cannot be known', async () => {
		const zeros = { name: 'plaid-stripe-connect', id: '00000000-0000-0000-0000-000000000000' };
		expect(await states(database, settings({}, zeros))).toEqual({
			database_here: 'well',
			database_at_cloudflare: 'unknown',
		});
		expect(
			(await found(database, settings(), world(undefined, 'Not logged in', 1))).database_at_cloudflare,
		).toMatchObject({ state: 'unknown' });
		expect(await states(database, settings({}, null))).toEqual({ database: 'not_well' });
	});
});

describe('the deployment', () => {
	const deployed = settings({ PUBLIC_URL: 'https://bank.shop.example' });
	const says = (body: object): World =>
		world((url) => (url.href === 'https://bank.shop.example/health' ? Response.json(body) : undefined));

	test('is well where it says so', async () => {
		expect(
			await states(
				deployment,
				deployed,
				says({ status: 'ok', checks: [{ name: 'configuration', ok: true }] }),
			),
		).toEqual({
			deployment: 'well',
		});
	});

	test('tells what it says is wrong', async () => {
		const checks = [{ name: 'stripe_not_linked', ok: false, message: 'Connect it.' }];
		const { deployment_stripe_not_linked: one } = await found(
			deployment,
			deployed,
			says({ status: 'degraded', checks }),
		);
		expect(one).toMatchObject({ state: 'not_well', message: 'Connect it.' });
	});

	test('that is something else, or away, is told; none at all cannot be known', async () => {
		expect(await states(deployment, deployed, says({}))).toEqual({ deployment: 'not_well' });
		expect(await states(deployment, deployed)).toEqual({ deployment: 'not_well' });
		expect(await states(deployment)).toEqual({ deployment: 'unknown' });
	});
});

describe('webhooks', () => {
	const url = 'https://bank.shop.example';
	const deployed = settings({ PUBLIC_URL: url, STRIPE_WEBHOOK_SECRET: 'whsec_x' });
	const answers = (status: number): World =>
		world((asked) => (asked.origin === url ? new Response(null, { status }) : undefined));
	const endpointAtStripe = (...events: string[]) =>
		sandbox.fetch('https://api.stripe.com/v1/webhook_endpoints', {
			method: 'POST',
			headers: { authorization: 'Bearer sk_test_doctor' },
			body: new URLSearchParams([
				['url', `${url}/webhooks/stripe`],
				...events.map((event): [string, string] => ['enabled_events[]', event]),
			]),
		});

	test('are well where the Worker is reached and refuses what is not signed, and Stripe knows the address', async () => {
		await endpointAtStripe('*');
		expect(await states(webhooks, deployed, answers(400))).toEqual({
			plaid_webhooks: 'well',
			stripe_webhooks: 'well',
		});
	});

	test('want an endpoint at Stripe that is told of every event that the Worker acts on', async () => {
		await endpointAtStripe(...stripeEventTypes);
		expect((await states(webhooks, deployed, answers(400))).stripe_webhooks).toBe('well');
		sandbox.reset();
		await endpointAtStripe(...stripeEventTypes.slice(1));
		const { stripe_webhooks } = await found(webhooks, deployed, answers(400));
		expect(stripe_webhooks).toMatchObject({
			state: 'not_well',
			message: `Stripe’s webhook endpoint ${url}/webhooks/stripe does not receive ${stripeEventTypes[0]}.`,
		});
	});

	test('of Stripe’s that the Worker acts on are all on the checklist for going live', () => {
		const checklist = readFileSync(join(import.meta.dirname, '../../docs/going-live.md'), 'utf8');
		for (const type of stripeEventTypes) expect(checklist).toContain(`\`${type}\``);
	});

	test('that Stripe has disabled, or a secret that is missing, are told', async () => {
		const answer = await endpointAtStripe('*');
		const { id } = (await answer.json()) as { id: string };
		await sandbox.fetch(`https://api.stripe.com/v1/webhook_endpoints/${id}`, {
			method: 'POST',
			headers: { authorization: 'Bearer sk_test_doctor' },
			body: new URLSearchParams({ disabled: 'true' }),
		});
		expect((await found(webhooks, deployed, answers(400))).stripe_webhooks?.message).toContain('disabled');
		const without = settings({ PUBLIC_URL: url });
		expect((await found(webhooks, without, answers(400))).stripe_webhooks?.message).toContain(
			'STRIPE_WEBHOOK_SECRET is missing',
		);
	});

	test('that Stripe has disabled do not count beside one of the same address that is enabled', async () => {
		const ids: string[] = [];
		for (const _ of [1, 2]) ids.push(((await (await endpointAtStripe('*')).json()) as { id: string }).id);
		for (const id of ids) {
			const switched = (disabled: boolean) =>
				sandbox.fetch(`https://api.stripe.com/v1/webhook_endpoints/${id}`, {
					method: 'POST',
					headers: { authorization: 'Bearer sk_test_doctor' },
					body: new URLSearchParams({ disabled: String(disabled) }),
				});
			await switched(true);
			expect((await states(webhooks, deployed, answers(400))).stripe_webhooks).toBe('well');
			await switched(false);
		}
	});

	test('of Stripe’s cannot be known with a key that may not list its endpoints', async () => {
		sandbox.stripe.set({ permissions: ['rak_customer_write'] });
		expect((await states(webhooks, deployed, answers(400))).stripe_webhooks).toBe('unknown');
	});

	test.each([200, 404, 503])('that are answered with %d are told', async (status) => {
		expect((await states(webhooks, deployed, answers(status))).plaid_webhooks).toBe('not_well');
	});

	test('that cannot be reached, or that Stripe does not know of, are told', async () => {
		expect(await states(webhooks, deployed)).toEqual({
			plaid_webhooks: 'not_well',
			stripe_webhooks: 'not_well',
		});
	});

	test('cannot be known without PUBLIC_URL', async () => {
		expect(await states(webhooks)).toEqual({ webhooks: 'unknown' });
	});
});

describe('events for your server', () => {
	const told = settings({ EVENTS_URL: 'https://shop.example/bank-events' });
	const answers = (status: number): World =>
		world((asked) => (asked.host === 'shop.example' ? new Response(null, { status }) : undefined));

	test('are well where it refuses what is not signed', async () => {
		expect(await states(events, told, answers(400))).toEqual({ events: 'well' });
	});

	test.each([
		[200, 'accepts an unsigned event'],
		[404, 'answers an event with 404'],
		[301, 'answers an event with 301'],
	])('that it answers with %d are told', async (status, message) => {
		const { events: one } = await found(events, told, answers(status));
		expect(one?.state).toBe('not_well');
		expect(one?.message).toContain(message);
	});

	test('cannot be known where it is not reached, or not told', async () => {
		expect(await states(events, told)).toEqual({ events: 'unknown' });
		expect(await states(events)).toEqual({ events: 'unknown' });
	});
});

describe('the clock', () => {
	const saying = (date: string): World => world(() => Response.json({}, { headers: { date } }));

	test('is well beside the Date of Plaid’s answer', async () => {
		expect(await states(clock, settings(), saying('Sat, 21 Nov 2026 12:00:20 GMT'))).toEqual({
			clock: 'well',
		});
	});

	test('that is fast or slow is told', async () => {
		const { clock: fast } = await found(clock, settings(), saying('Sat, 21 Nov 2026 11:58:00 GMT'));
		expect(fast).toMatchObject({ state: 'not_well', message: 'This machine’s clock is 120 seconds fast.' });
		const { clock: slow } = await found(clock, settings(), saying('Sat, 21 Nov 2026 12:02:00 GMT'));
		expect(slow?.message).toContain('slow');
	});

	test('cannot be known without an answer', async () => {
		sandbox.faults.add({ path: '/institutions/get', fault: { cut: 'before' } });
		expect(await states(clock)).toEqual({ clock: 'unknown' });
	});
});

describe('the doctor', () => {
	test('tells an address that is none, and goes on', async () => {
		const one = settings({ PLAID_BASE_URL: 'not an address' });
		const findings = await examine(one, world());
		const of = (name: string) => findings.find((finding) => finding.name === name);
		expect(of('configuration')?.message).toContain('PLAID_BASE_URL');
		expect(of('plaid_keys')).toMatchObject({ state: 'unknown' });
		expect(of('plaid_keys')?.message).toContain('PLAID_BASE_URL');
		expect(of('stripe_key')).toMatchObject({ state: 'well' });
	});

	test('goes on where an answer has another shape', async () => {
		const strange: Fetch = (url) =>
			url.pathname === '/v1/payment_method_configurations' ? Response.json({ strange: 1 }) : undefined;
		const findings = await examine(settings(), world(strange));
		expect(findings.find(({ name }) => name === 'stripe_ach')).toMatchObject({ state: 'unknown' });
		expect(findings.find(({ name }) => name === 'plaid_keys')).toMatchObject({ state: 'well' });
	});
});

test('no finding repeats a secret', async () => {
	const secrets = {
		PLAID_SECRET: 'invalid-plaid-secret',
		STRIPE_SECRET_KEY: 'rk_test_invalid_stripe_secret',
	};
	const text = JSON.stringify(await examine(settings(secrets), world()));
	for (const secret of [...Object.values(secrets), settings().variables.ENCRYPTION_KEYS]) {
		expect(text).not.toContain(secret);
	}
});
