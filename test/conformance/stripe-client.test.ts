/** Stripe's official client, unchanged, against the sandbox's server. */
import { Stripe } from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';

let running: Awaited<ReturnType<typeof startSandbox>>;
let stripe: Stripe;

const clientFor = (key: string, maxNetworkRetries = 0) => {
	const { hostname, port } = new URL(running.url);
	return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries });
};

beforeAll(async () => {
	running = await startSandbox({ port: 0, seed: 'the official client' });
	stripe = clientFor('sk_test_0123456789');
});
beforeEach(() => running.sandbox.reset());
afterAll(() => running.close());

/** A token as Plaid creates it. */
async function bankAccountToken(): Promise<string> {
	const plaid = async (path: string, fields: object) => {
		const response = await running.sandbox.fetch(running.url + path, {
			method: 'POST',
			body: JSON.stringify({ client_id: 'client', secret: 'secret', ...fields }),
		});
		return (await response.json()) as Record<string, never>;
	};
	const made = await plaid('/sandbox/public_token/create', {
		institution_id: 'ins_109508',
		initial_products: ['auth'],
	});
	const { access_token } = await plaid('/item/public_token/exchange', {
		public_token: made.public_token,
	});
	const { accounts } = await plaid('/accounts/get', { access_token });
	const [account] = accounts as unknown as { account_id: string }[];
	const answer = await plaid('/processor/stripe/bank_account_token/create', {
		access_token,
		account_id: account?.account_id,
	});
	return answer.stripe_bank_account_token as unknown as string;
}

describe('the official Stripe client', () => {
	it('retrieves a token, creates a Customer with it, and lists its sources', async () => {
		const source = await bankAccountToken();
		const token = await stripe.tokens.retrieve(source);
		expect([token.type, token.used, token.bank_account?.status]).toEqual(['bank_account', false, 'verified']);
		const customer = await stripe.customers.create({ source, name: 'Jenny', metadata: { order: '7' } });
		expect(customer.lastResponse.requestId).toMatch(/^req_/);
		const sources = await stripe.customers.listSources(customer.id, { object: 'bank_account' });
		expect(sources.data.map(({ id }) => id)).toEqual([customer.default_source]);
		expect(await stripe.customers.retrieve(customer.id, { expand: ['default_source'] })).toMatchObject({
			name: 'Jenny',
			metadata: { order: '7' },
			default_source: { object: 'bank_account', last4: '6789' },
		});
	});

	it('attaches a source to an existing Customer', async () => {
		const { id } = await stripe.customers.create({ email: 'jenny@shop.example' });
		const attached = await stripe.customers.createSource(id, { source: await bankAccountToken() });
		expect(attached).toMatchObject({ object: 'bank_account', customer: id, status: 'verified' });
		const held = await stripe.customers.updateSource(id, attached.id, { account_holder_name: 'Jenny' });
		expect(held).toMatchObject({ account_holder_name: 'Jenny' });
	});

	it('iterates over all pages of a list', async () => {
		for (let i = 0; i < 5; i++) await stripe.customers.create({ name: `${i}` });
		const names: (string | null | undefined)[] = [];
		for await (const { name } of stripe.customers.list({ limit: 2 })) names.push(name);
		expect(names).toEqual(['4', '3', '2', '1', '0']);
	});

	it("throws its own errors for the sandbox's refusals", async () => {
		const source = await bankAccountToken();
		await stripe.customers.create({ source });
		await expect(stripe.customers.create({ source })).rejects.toMatchObject({
			type: 'StripeInvalidRequestError',
			code: 'token_already_used',
			requestId: expect.stringMatching(/^req_/),
		});
		await expect(clientFor('sk_test_invalid').customers.list()).rejects.toBeInstanceOf(
			Stripe.errors.StripeAuthenticationError,
		);
		await expect(clientFor('rk_test_limited').customers.list()).rejects.toBeInstanceOf(
			Stripe.errors.StripePermissionError,
		);
		await expect(clientFor('sk_live_0123456789').tokens.retrieve(source)).rejects.toMatchObject({
			code: 'resource_missing',
			message: expect.stringContaining('a similar object exists in test mode'),
		});
	});

	it('gets the same Customer for the same idempotency key', async () => {
		const make = (name: string) => stripe.customers.create({ name }, { idempotencyKey: 'order-7' });
		const first = await make('A');
		expect((await make('A')).id).toBe(first.id);
		await expect(make('B')).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
	});

	it('recovers from a lost response by its own retry, with one Customer in total', async () => {
		running.sandbox.faults.add({ path: '/v1/customers', method: 'POST', times: 1, fault: { cut: 'after' } });
		const source = await bankAccountToken();
		const customer = await clientFor('sk_test_0123456789', 1).customers.create({ source });
		const { data } = await stripe.customers.list();
		expect(data.map(({ id }) => id)).toEqual([customer.id]);
	});
});
