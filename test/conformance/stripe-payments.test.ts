/** Stripe's official client, unchanged, with payments and everything that belongs to them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';

let running: Awaited<ReturnType<typeof startSandbox>>;
let stripe: Stripe;

const clientFor = (key: string, maxNetworkRetries = 0, more: object = {}) => {
	const { hostname, port } = new URL(running.url);
	return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries, ...more });
};

beforeAll(async () => {
	running = await startSandbox({ port: 0, seed: 'the official client' });
	stripe = clientFor('sk_test_0123456789');
});
beforeEach(() => running.sandbox.reset());
afterAll(() => running.close());

const accepted = {
	customer_acceptance: {
		type: 'online' as const,
		online: { ip_address: '203.0.113.7', user_agent: 'Test' },
	},
};

async function payer(source = 'btok_us_verified') {
	const customer = await stripe.customers.create({ source, name: 'Jenny' });
	return { customer: customer.id, payment_method: customer.default_source as string };
}

const payment = (who: { customer: string; payment_method: string }): Stripe.PaymentIntentCreateParams => ({
	amount: 2000,
	currency: 'usd',
	allowed_payment_method_types: ['us_bank_account'],
	confirm: true,
	mandate_data: accepted,
	payment_method_options: { us_bank_account: { transaction_purpose: 'goods' } },
	...who,
});

const ids = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id);

describe('the official Stripe client', () => {
	it('creates tokens from numbers and verifies the account by micro-deposits', async () => {
		const token = await stripe.tokens.create({
			bank_account: {
				country: 'US',
				currency: 'usd',
				account_number: '000123456789',
				routing_number: '110000000',
				account_holder_name: 'Jenny',
				account_holder_type: 'individual',
			},
		});
		expect(token.bank_account).toMatchObject({ status: 'new', account_holder_name: 'Jenny' });
		const { customer, payment_method } = await payer(token.id);
		await expect(
			stripe.customers.verifySource(customer, payment_method, { amounts: [12, 34] }),
		).rejects.toMatchObject({ code: 'bank_account_verification_failed' });
		const verified = await stripe.customers.verifySource(customer, payment_method, { amounts: [32, 45] });
		expect(verified).toMatchObject({ object: 'bank_account', status: 'verified' });
		expect((await stripe.paymentIntents.create(payment({ customer, payment_method }))).status).toBe(
			'processing',
		);
	});

	it('deletes a source and a Customer, which is then returned as deleted', async () => {
		const { customer, payment_method } = await payer();
		expect(await stripe.customers.deleteSource(customer, payment_method)).toMatchObject({ deleted: true });
		expect((await stripe.customers.update(customer, { email: 'jenny@shop.example' })).email).toBe(
			'jenny@shop.example',
		);
		expect(await stripe.customers.del(customer)).toMatchObject({ id: customer, deleted: true });
		expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
		expect(ids(await stripe.customers.list())).toEqual([]);
		await expect(stripe.customers.update(customer, { name: 'J' })).rejects.toMatchObject({
			code: 'resource_missing',
		});
		await expect(
			stripe.paymentIntents.create({ amount: 2000, currency: 'usd', customer }),
		).rejects.toMatchObject({ statusCode: 400, param: 'customer' });
	});

	it("pays, and expands the intent's charge, mandate and balance transaction", async () => {
		const intent = await stripe.paymentIntents.create(payment(await payer()));
		expect(intent.status).toBe('processing');
		await running.sandbox.stripe.settle(intent.id, 'succeeded');
		const seen = await stripe.paymentIntents.retrieve(intent.id, {
			expand: ['customer', 'payment_method', 'latest_charge.balance_transaction'],
		});
		const charge = seen.latest_charge as Stripe.Charge;
		expect(seen).toMatchObject({
			status: 'succeeded',
			customer: { object: 'customer', name: 'Jenny' },
			payment_method: { object: 'payment_method', type: 'us_bank_account' },
		});
		expect(charge.balance_transaction).toMatchObject({ object: 'balance_transaction', net: 1984 });
		expect(
			(await stripe.charges.retrieve(charge.id, { expand: ['payment_intent'] })).payment_intent,
		).toMatchObject({
			id: intent.id,
		});
		expect((await stripe.charges.update(charge.id, { metadata: { a: '1' } })).metadata).toEqual({ a: '1' });
		expect(ids(await stripe.charges.list({ payment_intent: intent.id }))).toEqual([charge.id]);
		const mandate = charge.payment_method_details?.us_bank_account?.mandate as string;
		expect((await stripe.mandates.retrieve(mandate)).customer_acceptance).toMatchObject(
			accepted.customer_acceptance,
		);
		const [transaction] = (await stripe.balanceTransactions.list({ source: charge.id })).data;
		expect(await stripe.balanceTransactions.retrieve(transaction?.id ?? '')).toEqual(
			expect.objectContaining({ amount: 2000, fee: 16 }),
		);
	});

	it('creates, updates, confirms and cancels an intent', async () => {
		const who = await payer();
		const { id } = await stripe.paymentIntents.create({
			amount: 1000,
			currency: 'usd',
			allowed_payment_method_types: ['us_bank_account'],
		});
		expect((await stripe.paymentIntents.update(id, { amount: 2000, ...who })).status).toBe(
			'requires_confirmation',
		);
		expect((await stripe.paymentIntents.confirm(id, { mandate_data: accepted })).status).toBe('processing');
		await expect(stripe.paymentIntents.capture(id)).rejects.toMatchObject({
			code: 'payment_intent_unexpected_state',
		});
		const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'duplicate' });
		expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'duplicate' });
		expect(ids(await stripe.paymentIntents.list({ customer: who.customer }))).toEqual([id]);
	});

	it('throws its own errors, which include the intent', async () => {
		const who = await payer();
		const { mandate_data: _none, ...without } = payment(who);
		const refused = await stripe.paymentIntents.create(without).catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
		expect((refused as Stripe.errors.StripeError).payment_intent?.status).toBe('requires_confirmation');
		const { id } = await stripe.paymentIntents.create(payment(who));
		await running.sandbox.stripe.settle(id, 'blocked');
		const blocked = await stripe.paymentIntents.create(payment(who)).catch((error: unknown) => error);
		expect(blocked).toBeInstanceOf(Stripe.errors.StripeCardError);
		expect(blocked).toMatchObject({
			statusCode: 402,
			code: 'bank_account_unusable',
			doc_url: 'https://stripe.com/docs/error-codes/bank-account-unusable',
			payment_method: { us_bank_account: { status_details: { blocked: { network_code: 'R02' } } } },
		});
	});

	it('is refused with payment_method_types, which its older versions send', async () => {
		const who = await payer();
		const { allowed_payment_method_types: _allowed, ...rest } = payment(who);
		const older = { ...rest, payment_method_types: ['us_bank_account'] } as Stripe.PaymentIntentCreateParams;
		await expect(stripe.paymentIntents.create(older)).rejects.toMatchObject({
			statusCode: 400,
			code: 'payment_method_types_no_longer_supported',
			param: 'payment_method_types',
		});
		const then = { apiVersion: '2026-08-26.dahlia' };
		const made = await stripe.paymentIntents.create(older, then);
		expect(made).toMatchObject({ status: 'processing', payment_method_types: ['us_bank_account'] });
		expect(made.lastResponse.apiVersion).toBe('2026-08-26.dahlia');
	});

	it('sets up an account without a payment', async () => {
		const who = await payer();
		const made = await stripe.setupIntents.create({
			...who,
			allowed_payment_method_types: ['us_bank_account'],
			metadata: { a: '1' },
		});
		expect(made.status).toBe('requires_confirmation');
		expect((await stripe.setupIntents.update(made.id, { metadata: { b: '2' } })).metadata).toEqual({
			a: '1',
			b: '2',
		});
		const done = await stripe.setupIntents.confirm(made.id, {
			mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
			expand: ['mandate'],
		});
		expect(done).toMatchObject({ status: 'succeeded', mandate: { status: 'active' } });
		expect((await stripe.setupIntents.retrieve(made.id)).mandate).toMatch(/^mandate_/);
		const other = await stripe.setupIntents.create(who);
		expect((await stripe.setupIntents.cancel(other.id)).status).toBe('canceled');
		expect(ids(await stripe.setupIntents.list({ customer: who.customer }))).toEqual([other.id, made.id]);
	});

	it('retrieves a bank account as a PaymentMethod, and attaches and detaches others', async () => {
		const { customer, payment_method } = await payer();
		expect((await stripe.paymentMethods.retrieve(payment_method)).us_bank_account?.last4).toBe('6789');
		const made = await stripe.paymentMethods.retrieve('pm_usBankAccount_success');
		await stripe.paymentMethods.attach(made.id, { customer });
		await stripe.paymentMethods.update(made.id, { metadata: { a: '1' } });
		expect(ids(await stripe.paymentMethods.list({ customer, type: 'us_bank_account' })).sort()).toEqual(
			[made.id, payment_method].sort(),
		);
		expect(ids(await stripe.customers.listPaymentMethods(customer))).toHaveLength(2);
		expect((await stripe.customers.retrievePaymentMethod(customer, made.id)).metadata).toEqual({ a: '1' });
		expect((await stripe.paymentMethods.detach(made.id)).customer).toBeNull();
	});

	it('creates refunds and retrieves disputes', async () => {
		const who = await payer();
		const first = await stripe.paymentIntents.create(payment(who));
		await running.sandbox.stripe.settle(first.id, 'succeeded');
		const refund = await stripe.refunds.create({ payment_intent: first.id, amount: 500 });
		await stripe.refunds.update(refund.id, { metadata: { a: '1' } });
		await running.sandbox.stripe.settle(first.id, 'refunded');
		expect(await stripe.refunds.retrieve(refund.id, { expand: ['charge'] })).toMatchObject({
			status: 'succeeded',
			metadata: { a: '1' },
			charge: { amount_refunded: 500 },
		});
		expect(ids(await stripe.refunds.list({ payment_intent: first.id }))).toEqual([refund.id]);
		await expect(stripe.refunds.cancel(refund.id)).rejects.toMatchObject({ statusCode: 400 });
		const second = await stripe.paymentIntents.create(payment(who));
		await running.sandbox.stripe.settle(second.id, 'dispute');
		const [dispute] = (await stripe.disputes.list({ payment_intent: second.id })).data;
		expect((await stripe.disputes.retrieve(dispute?.id ?? '')).status).toBe('lost');
		await expect(stripe.disputes.close(dispute?.id ?? '')).rejects.toMatchObject({ statusCode: 400 });
		await expect(
			stripe.charges.create({ amount: 2000, currency: 'usd', customer: who.customer }),
		).rejects.toMatchObject({ message: expect.stringContaining('Payment Intents API') });
	});

	it('reads from the account whether ACH is enabled', async () => {
		const learned = async () => {
			const account = await stripe.accounts.retrieveCurrent();
			const capability = 'us_bank_account_ach_payments';
			const { status } = await stripe.accounts.retrieveCapability(account.id, capability);
			const all = await stripe.accounts.listCapabilities(account.id);
			const [configuration] = (await stripe.paymentMethodConfigurations.list()).data;
			const same = await stripe.paymentMethodConfigurations.retrieve(configuration?.id ?? '');
			return [
				account.capabilities?.us_bank_account_ach_payments,
				status,
				all.data.find(({ id }) => id === capability)?.status,
				configuration?.us_bank_account?.available,
				same.us_bank_account?.display_preference.value,
			];
		};
		expect(await learned()).toEqual(['active', 'active', 'active', true, 'on']);
		running.sandbox.stripe.set({ ach: false });
		expect(await learned()).toEqual(['inactive', 'inactive', 'inactive', false, 'off']);
	});

	it('creates webhook endpoints and lists events', async () => {
		const made = await stripe.webhookEndpoints.create({
			url: 'https://shop.example/stripe',
			enabled_events: ['payment_intent.succeeded'],
		});
		expect(made.secret).toMatch(/^whsec_/);
		await stripe.webhookEndpoints.update(made.id, { enabled_events: ['*'], description: 'All' });
		expect(await stripe.webhookEndpoints.retrieve(made.id)).toMatchObject({
			enabled_events: ['*'],
			description: 'All',
		});
		expect(ids(await stripe.webhookEndpoints.list())).toEqual([made.id]);
		expect(await stripe.webhookEndpoints.del(made.id)).toMatchObject({ deleted: true });
		await payer();
		const [event] = (await stripe.events.list({ types: ['customer.created'] })).data;
		expect((await stripe.events.retrieve(event?.id ?? '')).type).toBe('customer.created');
	});
});

describe('a restricted key', () => {
	it('can do what its permissions allow, and gets the name of a missing one', async () => {
		const who = await payer();
		running.sandbox.stripe.set({ permissions: ['rak_payment_intent_write', 'rak_customer_read'] });
		const limited = clientFor('rk_test_0123456789abcd');
		expect((await limited.paymentIntents.create(payment(who))).status).toBe('processing');
		expect(ids(await limited.paymentIntents.list())).toHaveLength(1);
		expect((await limited.customers.retrieve(who.customer)).id).toBe(who.customer);
		for (const [slug, call] of [
			['rak_customer_write', () => limited.customers.create({})],
			['rak_payment_method_read', () => limited.paymentMethods.retrieve(who.payment_method)],
			['rak_charge_write', () => limited.refunds.create({ charge: 'py_x' })],
			['rak_webhook_read', () => limited.webhookEndpoints.list()],
			['rak_accounts_kyc_basic_read', () => limited.accounts.retrieveCurrent()],
		] as const) {
			await expect(call()).rejects.toMatchObject({
				statusCode: 403,
				type: 'StripePermissionError',
				message: expect.stringContaining(`Having the '${slug}' permission`),
			});
		}
	});
});

describe("Stripe's webhooks, over the wire", () => {
	let receiver: Server;
	const received: { body: string; signature: string }[] = [];

	beforeAll(async () => {
		receiver = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const signature = String(request.headers['stripe-signature']);
			received.push({ body: Buffer.concat(chunks).toString(), signature });
			response.end();
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => new Promise((resolve) => receiver.close(resolve)));

	it('pass constructEventAsync, in the order of the events', async () => {
		const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/stripe`;
		const { secret } = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
		const { id } = await stripe.paymentIntents.create(payment(await payer()));
		await running.sandbox.stripe.settle(id, 'insufficient_funds');
		const events = await Promise.all(
			received.map(({ body, signature }) =>
				stripe.webhooks.constructEventAsync(body, signature, secret ?? ''),
			),
		);
		expect(events.map(({ type }) => type)).toEqual([
			'customer.created',
			'customer.source.created',
			'payment_intent.created',
			'payment_intent.processing',
			'charge.pending',
			'charge.failed',
			'payment_intent.payment_failed',
		]);
		const failed = events.at(-1);
		if (failed?.type !== 'payment_intent.payment_failed') throw new Error('another event');
		expect(failed.data.object.last_payment_error?.code).toBe('insufficient_funds');
	});
});

describe('one payment despite failures', () => {
	const patient = () => clientFor('sk_test_0123456789', 2);
	const path = '/v1/payment_intents';
	const payments = async () => (await stripe.paymentIntents.list()).data;

	it.each([
		['an answer that is lost', { cut: 'after' }],
		['a request that is lost', { cut: 'before' }],
		['an error of the server', { status: 503, body: { error: { type: 'api_error', message: 'x' } } }],
		['a lock', { stripe_error: { type: 'invalid_request_error', code: 'idempotency_key_in_use' } }],
	] as const)('is made in spite of %s', async (_what, fault) => {
		const who = await payer();
		running.sandbox.faults.add({ path, method: 'POST', times: 1, fault });
		const intent = await patient().paymentIntents.create(payment(who), { idempotencyKey: 'order-7' });
		expect((await payments()).map(({ id }) => id)).toEqual([intent.id]);
		expect((await stripe.charges.list()).data).toHaveLength(1);
	});

	it('is found by its key after a truncated response, which the client does not retry', async () => {
		const who = await payer();
		running.sandbox.faults.add({ path, method: 'POST', times: 1, fault: { malformed: true } });
		const make = () => patient().paymentIntents.create(payment(who), { idempotencyKey: 'order-7' });
		await expect(make()).rejects.toThrow('Invalid JSON received from the Stripe API');
		const intent = await make();
		expect((await payments()).map(({ id }) => id)).toEqual([intent.id]);
	});

	it('fails if Stripe limits requests', async () => {
		const who = await payer();
		const fault = { stripe_error: { type: 'invalid_request_error', code: 'rate_limit' } };
		running.sandbox.faults.add({ path, method: 'POST', times: 1, fault });
		await expect(patient().paymentIntents.create(payment(who))).rejects.toBeInstanceOf(
			Stripe.errors.StripeRateLimitError,
		);
		expect(await payments()).toEqual([]);
	});

	it('is created once by two simultaneous requests', async () => {
		const who = await payer();
		running.sandbox.faults.add({ path, method: 'POST', times: 1, fault: { delay_ms: 200 } });
		const make = (client: Stripe) =>
			client.paymentIntents.create(payment(who), { idempotencyKey: 'order-7' });
		const results = await Promise.allSettled([make(stripe), make(stripe)]);
		const refused = results.find((result) => result.status === 'rejected');
		expect(refused?.reason).toMatchObject({ statusCode: 409, rawType: 'idempotency_error' });
		const again = await make(patient());
		expect((await payments()).map(({ id }) => id)).toEqual([again.id]);
		expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
	});

	it('is refused with its key and another amount: idempotency_error', async () => {
		const who = await payer();
		const idempotencyKey = 'order-7';
		await stripe.paymentIntents.create(payment(who), { idempotencyKey });
		await expect(
			stripe.paymentIntents.create({ ...payment(who), amount: 2001 }, { idempotencyKey }),
		).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
		expect(await payments()).toHaveLength(1);
	});

	it('is refused again with its key if the attempt failed', async () => {
		const { customer } = await payer();
		const risky = payment({ customer, payment_method: 'pm_usBankAccount_riskLevelHighest' });
		const make = () => stripe.paymentIntents.create(risky, { idempotencyKey: 'order-7' });
		const first = await make().catch((error: Stripe.errors.StripeError) => error);
		const second = await make().catch((error: Stripe.errors.StripeError) => error);
		expect(first).toMatchObject({ statusCode: 402 });
		expect((second as Stripe.errors.StripeError).payment_intent?.id).toBe(
			(first as Stripe.errors.StripeError).payment_intent?.id,
		);
		expect(await payments()).toHaveLength(1);
	});
});
