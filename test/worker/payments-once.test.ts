/** One key makes one debit: when a request comes at the same time, comes again, or loses its answer. */
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../worker/store/encoding.ts';
import { expectOneDebit, skipStripePauses } from './one-debit.ts';
import { errorCode, eventTypes, openShop } from './shop.ts';

skipStripePauses();

describe('a payment request', () => {
	it('sent twenty times at once makes one debit, and every repeat returns it', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const send = () => shop.pay({ connection }, 'order-1');
		const answers = await Promise.all(Array.from({ length: 20 }, send));
		const seen = new Set(answers.map((answer) => errorCode(answer) ?? answer.body.status));
		expect([...seen].toSorted()).toEqual(['idempotency_in_progress', 'processing']);
		const again = await Promise.all(Array.from({ length: 5 }, send));
		expect(new Set(again.map(({ body }) => body.id)).size).toBe(1);
		await expectOneDebit(shop, 'at once');
	});

	it('has these idempotency keys and metadata at Stripe, which a repeat after an upgrade has to find', async () => {
		const sent: Record<string, string | null> = {};
		const shop = await openShop({
			fetch: (sandbox) => (input, init) => {
				const path = new URL(String(input)).pathname;
				if (init?.method === 'POST') sent[path] = new Headers(init.headers).get('idempotency-key');
				return sandbox.fetch(input, init);
			},
		});
		const { connection, authorization } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection }, 'order-1');
		await shop.settle(payment, 'succeeded');
		await shop.refund(payment.id, {}, 'refund-1');
		const paymentKey = (await sha256('order-1')).slice(0, 16);
		const refundHash = await sha256(`${payment.id} refund-1`);
		expect(sent).toMatchObject({
			'/v1/customers': `${connection}-${authorization}-customer`,
			'/v1/payment_intents': `${payment.id}-${paymentKey}-create`,
			[`/v1/payment_intents/${payment.stripe.payment_intent}/confirm`]: `${payment.stripe.payment_intent}-confirm`,
			'/v1/refunds': `${payment.id}-${refundHash.slice(0, 16)}-refund`,
		});
		const [customer] = (await shop.stripe.customers.list()).data;
		const [intent] = await shop.intents();
		const [refund] = (await shop.stripe.refunds.list()).data;
		expect(customer?.metadata).toEqual({ plaid_stripe_connect_connection: connection });
		expect(intent?.metadata).toEqual({ plaid_stripe_connect_payment: payment.id });
		expect(refund?.metadata).toEqual({ plaid_stripe_connect_refund: refundHash });
	});

	it('sent again a day later, when its stored answer is gone, returns the same payment', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const first = await shop.pay({ connection }, 'order-1');
		await shop.backend.sandbox.clock.advance('26h');
		await shop.backend.clock('17 * * * *');
		expect(await shop.backend.rows('idempotency_keys')).toEqual([]);
		expect((await shop.pay({ connection }, 'order-1')).body.id).toBe(first.body.id);
		expect(await shop.intents()).toHaveLength(1);
	});

	it('whose answer was lost continues when it is sent again, before and after Stripe has dropped the key', async () => {
		const calls = ['/v1/payment_intents', '/v1/payment_intents/:id/confirm'];
		for (const [wait, path] of ['2m', '25h'].flatMap((each) => calls.map((call) => [each, call] as const))) {
			const shop = await openShop({ webhooks: false });
			const { connection } = await shop.shopper();
			shop.backend.sandbox.stripe.set({ settle_after: '60d' });
			shop.backend.sandbox.faults.add({ path, method: 'POST', fault: { cut: 'after' } });
			const lost = await shop.pay({ connection }, 'order-1');
			expect([lost.status, lost.body.error]).toMatchObject([
				503,
				{ code: 'stripe_unavailable', retryable: true },
			]);
			shop.backend.sandbox.faults.clear();
			await shop.backend.sandbox.clock.advance(wait);
			expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('processing');
			await expectOneDebit(shop, `${path} ${wait}`);
		}
	});

	it('whose idempotency key at Stripe is spent looks for the debit, then continues with the next key', async () => {
		const spent = new Set<string | null>();
		const shop = await openShop({
			fetch: (sandbox) => async (input, init) => {
				if (init?.method !== 'POST' || !String(input).endsWith('/v1/payment_intents'))
					return sandbox.fetch(input, init);
				const key = new Headers(init.headers).get('idempotency-key');
				if (spent.size > 0 && !spent.has(key)) return sandbox.fetch(input, init);
				const replayed = spent.has(key) ? { 'Idempotent-Replayed': 'true' } : undefined;
				spent.add(key);
				return Response.json(
					{ error: { type: 'api_error', message: 'An error.' } },
					{ status: 500, ...(replayed && { headers: replayed }) },
				);
			},
		});
		const { connection } = await shop.shopper();
		expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('stripe_unavailable');
		expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('processing');
		await expectOneDebit(shop, '500');
		const [look, created] = shop.backend.calls('/v1/payment_intents');
		expect([look?.method, created?.method]).toEqual(['GET', 'POST']);
	});

	it('without an answer and never repeated: the poll finds the debit at Stripe', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		shop.backend.sandbox.stripe.set({ settle_after: '60d' });
		const path = '/v1/payment_intents/:id/confirm';
		shop.backend.sandbox.faults.add({ path, method: 'POST', fault: { cut: 'after' } });
		await shop.pay({ connection });
		shop.backend.sandbox.faults.clear();
		await shop.backend.sandbox.clock.advance('6m');
		await shop.backend.clock('* * * * *');
		await expectOneDebit(shop, 'clock');
	});

	it('that never reached Stripe and is never repeated is canceled after a day: never_sent', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		shop.backend.sandbox.faults.add({ path: '/v1/*', fault: { cut: 'before' } });
		expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('stripe_unavailable');
		shop.backend.sandbox.faults.clear();
		for (let hour = 0; hour < 40; hour++) {
			await shop.backend.sandbox.clock.advance('1h');
			await shop.backend.clock('* * * * *');
		}
		const [row] = await shop.backend.rows('payments');
		expect(await shop.read(String(row?.id))).toMatchObject({
			status: 'canceled',
			failure: { code: 'never_sent', message: expect.stringContaining('Nothing was debited') },
		});
		expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('accepted');
		// Sent again after all: it is over.
		await shop.backend.clock('17 * * * *');
		expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('canceled');
		expect(await shop.intents()).toEqual([]);
	}, 30_000);

	it('whose PaymentIntent is unconfirmed has not failed: it is made when sent again, or canceled at Stripe', async () => {
		for (const how of ['again', 'cancel', 'revoked', 'clock']) {
			const shop = await openShop();
			const { connection, authorization } = await shop.shopper();
			shop.backend.sandbox.stripe.set({ settle_after: '60d' });
			const cut = { path: '/v1/payment_intents', method: 'POST', fault: { cut: 'before' } } as const;
			shop.backend.sandbox.faults.add(cut);
			await shop.pay({ connection }, 'order-1');
			shop.backend.sandbox.faults.clear();
			const [row] = await shop.backend.rows('payments');
			const unconfirmed = await shop.stripe.paymentIntents.create({
				amount: 2_500,
				currency: 'usd',
				customer: String(row?.customer),
				payment_method: String(row?.payment_method),
				allowed_payment_method_types: ['us_bank_account'],
				metadata: { plaid_stripe_connect_payment: String(row?.id) },
			});
			expect(unconfirmed.status).toBe('requires_confirmation');
			const status = async () => (await shop.read(String(row?.id))).status;
			if (how === 'again') expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('processing');
			else if (how === 'cancel') expect((await shop.cancel(String(row?.id))).body.status).toBe('canceled');
			else if (how === 'revoked') {
				await shop.backend.send(`/v1/authorizations/${authorization}/revoke`);
				expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('authorization_revoked');
				expect(await status()).toBe('canceled');
			} else {
				await shop.backend.sandbox.clock.advance('6m');
				await shop.backend.clock('* * * * *');
				expect(await status()).toBe('pending');
				await shop.backend.sandbox.clock.advance('30h');
				await shop.backend.clock('* * * * *');
				expect(await status()).toBe('canceled');
			}
			const { status: atStripe } = await shop.stripe.paymentIntents.retrieve(unconfirmed.id);
			expect(atStripe, how).toBe(how === 'again' ? 'processing' : 'canceled');
			// Stripe's own word of it, by webhook, is no news.
			await shop.backend.sandbox.webhooks.settled();
			const { history, failure } = await shop.read(String(row?.id));
			const end = how === 'again' ? 'payment.processing' : 'payment.canceled';
			expect(
				history.map(({ type }) => type),
				how,
			).toEqual([end]);
			expect(await eventTypes(shop, 'payment.'), how).toEqual([end]);
			expect(failure?.code, how).toBe(how === 'clock' ? 'never_sent' : undefined);
		}
	}, 30_000);

	it('ended as never sent becomes processing when Stripe reports the debit after all', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		shop.backend.sandbox.faults.add({ path: '/v1/customers', method: 'POST', fault: { cut: 'before' } });
		await shop.pay({ connection }, 'order-1');
		shop.backend.sandbox.faults.clear();
		const [row] = await shop.backend.rows('payments');
		const id = String(row?.id);
		expect((await shop.cancel(id)).body.status).toBe('canceled');
		expect(await shop.intents()).toEqual([]);
		// Only an earlier version could still be waiting for such a call.
		const customer = await shop.stripe.customers.create({ name: 'Ada Byron' });
		await shop.stripe.paymentIntents.create({
			amount: 2_500,
			currency: 'usd',
			customer: customer.id,
			payment_method: 'pm_usBankAccount_processing',
			allowed_payment_method_types: ['us_bank_account'],
			confirm: true,
			mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
			metadata: { plaid_stripe_connect_payment: id },
		});
		await shop.backend.sandbox.webhooks.settled();
		expect((await shop.read(id)).status).toBe('processing');
		expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_used');
		expect(await eventTypes(shop, 'payment.')).toEqual(['payment.canceled', 'payment.processing']);
		expect((await shop.cancel(id)).body.status).toBe('canceled');
		expect((await shop.intents()).map(({ status }) => status)).toEqual(['canceled']);
	});

	it('refused with bank_login_required ends the payment; another key starts a new one', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const lost = { plaid_error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } };
		shop.backend.sandbox.faults.add({ path: '/accounts/get', fault: lost });
		for (let n = 0; n < 2; n++)
			expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('bank_login_required');
		const [row] = await shop.backend.rows('payments');
		expect(await shop.read(String(row?.id))).toMatchObject({
			status: 'canceled',
			failure: { code: 'bank_login_required', message: expect.stringContaining('sign in again') },
		});
		shop.backend.sandbox.faults.clear();
		expect((await shop.pay({ connection }, 'order-1-again')).body.status).toBe('processing');
		expect(await shop.intents()).toHaveLength(1);
	});

	it('can be canceled while Stripe’s answer is missing', async () => {
		const calls = ['/v1/payment_intents', '/v1/payment_intents/:id/confirm'];
		const cuts = ['before', 'after'] as const;
		for (const [cut, path] of cuts.flatMap((each) => calls.map((call) => [each, call] as const))) {
			const shop = await openShop({ webhooks: false });
			const { connection } = await shop.shopper();
			shop.backend.sandbox.faults.add({ path, method: 'POST', fault: { cut } });
			await shop.pay({ connection }, 'order-1');
			shop.backend.sandbox.faults.clear();
			const [row] = await shop.backend.rows('payments');
			expect((await shop.cancel(String(row?.id))).body.status).toBe('canceled');
			expect((await shop.intents()).map(({ status }) => status)).toEqual(['canceled']);
			expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('canceled');
		}
	});
});
