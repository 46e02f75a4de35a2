import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/index.ts';
import { type Json, start, stillSandbox, stripe } from './callers.ts';
import { error, eventTypes, listeningSandbox, paid, pay, payer } from './stripe-callers.ts';

const endpointForm = 'url=https://shop.example/two&enabled_events[]=';

describe("Stripe's events", () => {
	it('are emitted in the documented order, from an empty Customer to a settled payment', async () => {
		const { sandbox, types } = listeningSandbox();
		await paid(sandbox, await payer(sandbox));
		await sandbox.clock.advance('5m');
		await sandbox.webhooks.settled();
		expect(types()).toEqual([
			'customer.created',
			'customer.source.created',
			'payment_intent.created',
			'payment_intent.processing',
			'charge.pending',
			'charge.updated',
			'charge.succeeded',
			'payment_intent.succeeded',
		]);
		expect(await eventTypes(sandbox)).toEqual(types());
	});

	it('include a failure, with the objects as they were then', async () => {
		const { sandbox, received, types } = listeningSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		await sandbox.stripe.settle(intent, 'no_account');
		expect(types().slice(-2)).toEqual(['charge.failed', 'payment_intent.payment_failed']);
		const shown = received
			.filter(({ type }) => type.startsWith('payment_intent.'))
			.map(({ event }) => ((event.data as Json).object as Json).status);
		expect(shown).toEqual(['requires_confirmation', 'processing', 'requires_payment_method']);
	});

	it("go to the webhook in the sandbox's options, also after a reset", async () => {
		const told: string[] = [];
		const webhook = { url: 'https://shop.example/stripe', secret: 'whsec_from_the_start' };
		const sandbox = createSandbox({
			stripe: { webhook },
			webhookFetch: async (url) => {
				told.push(url);
				return new Response();
			},
		});
		sandbox.stripe.set({ webhook: null });
		sandbox.reset();
		await stripe(sandbox, 'POST', '/v1/customers');
		await sandbox.webhooks.settled();
		expect(told).toEqual([webhook.url]);
	});

	it('are signed with the secret, the time and the raw body', async () => {
		const { sandbox, received } = listeningSandbox();
		await payer(sandbox);
		await sandbox.webhooks.settled();
		const { webhooks } = new Stripe('sk_test_0123456789');
		const [{ body, signature } = { body: '', signature: '' }] = received;
		const verify = (text: string, secret: string, at = start) =>
			webhooks.constructEventAsync(text, signature, secret, 300, undefined, at);
		expect((await verify(body, 'whsec_of_the_test')).type).toBe('customer.created');
		expect(signature).toMatch(new RegExp(`^t=${start / 1000},v1=[0-9a-f]{64}$`));
		await expect(verify(body, 'whsec_other')).rejects.toThrow('No signatures found matching');
		await expect(verify(body.replace('Jenny', 'Eve'), 'whsec_of_the_test')).rejects.toThrow('No signatures');
		await expect(verify(body, 'whsec_of_the_test', start + 301_000)).rejects.toThrow('tolerance zone');
	});

	it('name the request that caused them, its idempotency key and what changed', async () => {
		const sandbox = stillSandbox();
		const { customer, account } = await payer(sandbox);
		const path = `/v1/customers/${customer}/sources/${account}`;
		const answer = await stripe(sandbox, 'POST', path, 'account_holder_type=individual', {
			'idempotency-key': 'k7',
		});
		const { body } = await stripe(sandbox, 'GET', '/v1/events?type=customer.source.updated');
		const [event] = body.data as Json[];
		expect(event).toMatchObject({
			object: 'event',
			id: expect.stringMatching(/^evt_/),
			livemode: false,
			api_version: '2026-10-28.endive',
			created: start / 1000,
			request: { id: answer.headers.get('request-id'), idempotency_key: 'k7' },
			data: {
				object: { account_holder_type: 'individual' },
				previous_attributes: { account_holder_type: null },
			},
		});
		expect((await stripe(sandbox, 'GET', `/v1/events/${event?.id}`)).body).toEqual(event);
	});

	it('are not repeated by a replay', async () => {
		const sandbox = stillSandbox();
		const key = { 'idempotency-key': 'k8' };
		for (let time = 0; time < 2; time++) await stripe(sandbox, 'POST', '/v1/customers', 'name=A', key);
		expect(await eventTypes(sandbox)).toEqual(['customer.created']);
	});

	it('are listed for 30 days, by type and by time', async () => {
		const sandbox = stillSandbox();
		await payer(sandbox);
		const listed = async (query: string) =>
			((await stripe(sandbox, 'GET', `/v1/events?${query}`)).body.data as { type: string }[]).map(
				({ type }) => type,
			);
		expect(await listed('type=customer.source.*')).toEqual(['customer.source.created']);
		expect(await listed('types[]=customer.created')).toEqual(['customer.created']);
		expect(await listed(`created[gt]=${start / 1000}`)).toEqual([]);
		expect(await listed(`created[gte]=${start / 1000}&limit=1`)).toEqual(['customer.source.created']);
		await sandbox.clock.advance('31d');
		expect(await listed('')).toEqual([]);
	});
});

describe('a webhook endpoint', () => {
	it('receives the types that it enabled, signed with the secret that only creation returns', async () => {
		const { sandbox, received } = listeningSandbox();
		sandbox.stripe.set({ webhook: null });
		const made = await stripe(sandbox, 'POST', '/v1/webhook_endpoints', `${endpointForm}customer.created`);
		expect(made.body).toMatchObject({
			object: 'webhook_endpoint',
			secret: expect.stringMatching(/^whsec_\w{32}$/),
			status: 'enabled',
			api_version: null,
		});
		await payer(sandbox);
		await sandbox.webhooks.settled();
		expect(received.map(({ url, type }) => [url, type])).toEqual([
			['https://shop.example/two', 'customer.created'],
		]);
		const [{ body, signature } = { body: '', signature: '' }] = received;
		const secret = made.body.secret as string;
		const { webhooks } = new Stripe('sk_test_0123456789');
		expect((await webhooks.constructEventAsync(body, signature, secret, 0)).type).toBe('customer.created');
		const path = `/v1/webhook_endpoints/${made.body.id}`;
		expect((await stripe(sandbox, 'GET', path)).body).not.toHaveProperty('secret');
	});

	it('receives events in the API version that it was created with', async () => {
		const { sandbox, received } = listeningSandbox();
		const form = `${endpointForm}*&api_version=2026-03-25.dahlia`;
		const { body } = await stripe(sandbox, 'POST', '/v1/webhook_endpoints', form);
		const path = `/v1/webhook_endpoints/${body.id}`;
		const changed = error(await stripe(sandbox, 'POST', path, 'api_version=2026-10-28.endive'));
		expect(changed).toMatchObject({ status: 400, code: 'parameter_unknown', param: 'api_version' });
		await stripe(sandbox, 'POST', '/v1/customers');
		await sandbox.webhooks.settled();
		const versions = Object.fromEntries(received.map(({ url, event }) => [url, event.api_version]));
		expect(versions).toEqual({
			'https://shop.example/stripe': '2026-10-28.endive',
			'https://shop.example/two': '2026-03-25.dahlia',
		});
	});

	it('receives nothing once it is disabled or deleted', async () => {
		const { sandbox, received } = listeningSandbox();
		sandbox.stripe.set({ webhook: null });
		const { body } = await stripe(sandbox, 'POST', '/v1/webhook_endpoints', `${endpointForm}*`);
		const path = `/v1/webhook_endpoints/${body.id}`;
		expect((await stripe(sandbox, 'POST', path, 'disabled=true')).body.status).toBe('disabled');
		await stripe(sandbox, 'POST', '/v1/customers');
		await stripe(sandbox, 'POST', path, 'disabled=false&description=Shop');
		expect((await stripe(sandbox, 'DELETE', path)).body).toMatchObject({ deleted: true });
		await stripe(sandbox, 'POST', '/v1/customers');
		await sandbox.webhooks.settled();
		expect(received).toEqual([]);
		expect((await stripe(sandbox, 'GET', '/v1/webhook_endpoints')).body.data).toEqual([]);
		expect(error(await stripe(sandbox, 'GET', path)).status).toBe(404);
	});

	it.each([
		['url=shop.example&enabled_events[]=*', 'url_invalid'],
		['enabled_events[]=*', 'parameter_missing'],
		['url=https://shop.example/', 'parameter_missing'],
		['url=https://shop.example/&enabled_events[]=Everything', undefined],
		['url=https://shop.example/&enabled_events[]=*&enabled_events[]=charge.failed', undefined],
		['url=https://shop.example/&enabled_events[]=*&api_version=newest', undefined],
	])('is refused with %s', async (form, code) => {
		const refused = error(await stripe(stillSandbox(), 'POST', '/v1/webhook_endpoints', form));
		expect(refused.status).toBe(400);
		expect(refused.code).toBe(code);
	});
});

describe('a webhook of Stripe', () => {
	it('is retried three times within hours in test mode, each time with a new signature', async () => {
		const { sandbox, received } = listeningSandbox(() => 500);
		await stripe(sandbox, 'POST', '/v1/customers');
		await sandbox.clock.advance('1d');
		const times = received.map(({ signature }) => Number(/^t=(\d+)/.exec(signature)?.[1]) - start / 1000);
		expect(times).toEqual([0, 300, 3900, 14700]);
		expect(new Set(received.map(({ event }) => event.id)).size).toBe(1);
		expect(sandbox.webhooks.list().map(({ state }) => state)).toEqual(['given up']);
	});

	it('is not retried once it was accepted', async () => {
		let failures = 2;
		const { sandbox, received } = listeningSandbox(() => (failures-- > 0 ? 503 : 204));
		await stripe(sandbox, 'POST', '/v1/customers');
		await sandbox.clock.advance('7d');
		expect(received).toHaveLength(3);
	});

	it('can arrive late, twice or out of order, as the mode says', async () => {
		const { sandbox, types } = listeningSandbox();
		const who = await payer(sandbox);
		await sandbox.webhooks.settled();
		const before = types().length;
		sandbox.webhooks.mode('hold');
		await pay(sandbox, who);
		await sandbox.webhooks.settled();
		expect(types().slice(before)).toEqual([]);
		sandbox.webhooks.mode('normal');
		await sandbox.webhooks.settled();
		const three = ['payment_intent.created', 'payment_intent.processing', 'charge.pending'];
		expect(types().slice(before)).toEqual(three);
		sandbox.webhooks.mode('duplicate');
		await pay(sandbox, who);
		await sandbox.webhooks.settled();
		expect(types().slice(before + 3)).toEqual(three.flatMap((type) => [type, type]));
		sandbox.webhooks.mode('shuffle');
		await pay(sandbox, who);
		await sandbox.webhooks.settled();
		expect(types().slice(before + 9, before + 11)).toEqual([
			'payment_intent.processing',
			'payment_intent.created',
		]);
	});
});
