/** Debits that Stripe neither makes nor refuses at once, and values of Stripe's that the Worker does not know. */
import { describe, expect, it } from 'vitest';
import { errorCode, eventTypes, openShop, type Shop } from './shop.ts';

/** Replaces a field in every PaymentIntent that Stripe returns. */
function withField(name: string) {
	const seen = { value: undefined as unknown };
	const fetch =
		({ fetch: real }: Shop['backend']['sandbox']): typeof real =>
		async (input, init) => {
			const response = await real(input, init);
			if (seen.value === undefined || !response.ok) return response;
			const text = await response.text();
			const headers = new Headers(response.headers);
			headers.delete('content-length');
			const body = JSON.stringify(
				JSON.parse(text, (_, value) => (value?.object === name ? { ...value, status: seen.value } : value)),
			);
			return new Response(body, { status: response.status, headers });
		};
	return { seen, fetch };
}

async function openWaiting(session: object = {}) {
	const shop = await openShop();
	shop.backend.sandbox.stripe.set({ microdeposits: true });
	const { connection, authorization } = await shop.shopper(session);
	const { body: payment } = await shop.pay({ connection }, 'order-1');
	return { shop, connection, authorization, payment };
}

describe('a debit that waits for micro-deposits', () => {
	it('is processing, with the page for the shopper, and uses the authorization', async () => {
		const { shop, connection, authorization, payment } = await openWaiting();
		const [intent] = await shop.intents();
		const deposits = intent?.next_action?.verify_with_microdeposits;
		expect(intent?.status).toBe('requires_action');
		expect(payment).toMatchObject({
			status: 'processing',
			failure: null,
			next_action: {
				type: 'verify_with_microdeposits',
				url: deposits?.hosted_verification_url,
				arrives_at: new Date(Number(deposits?.arrival_date) * 1000).toISOString(),
			},
		});
		expect((await shop.pay({ connection }, 'order-1')).body.next_action).toEqual(payment.next_action);
		expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_used');
	});

	it('goes on when the shopper has verified them', async () => {
		const { shop, payment } = await openWaiting();
		await shop.stripe.paymentIntents.verifyMicrodeposits(payment.stripe.payment_intent ?? '', {
			amounts: [32, 45],
		});
		await shop.settle(payment, 'succeeded');
		expect(await shop.read(payment.id)).toMatchObject({ status: 'succeeded', next_action: null });
		expect(await eventTypes(shop, 'payment.')).toEqual(['payment.processing', 'payment.succeeded']);
	});

	it('is canceled at Stripe first: then another payment uses the authorization, and only that one is debited', async () => {
		const { shop, connection, payment } = await openWaiting();
		expect((await shop.cancel(payment.id)).body).toMatchObject({ status: 'canceled', next_action: null });
		shop.backend.sandbox.stripe.set({ microdeposits: false });
		expect((await shop.pay({ connection })).body.status).toBe('processing');
		await expect(
			shop.stripe.paymentIntents.verifyMicrodeposits(payment.stripe.payment_intent ?? '', {
				amounts: [32, 45],
			}),
		).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
		expect((await shop.intents()).map(({ status }) => status)).toEqual(['processing', 'canceled']);
	});

	it('fails after too many attempts, and frees the authorization: nothing went to the bank', async () => {
		const { shop, authorization, payment } = await openWaiting();
		const verifying = shop.stripe.paymentIntents.verifyMicrodeposits(payment.stripe.payment_intent ?? '', {
			amounts: [10, 11],
		});
		await expect(verifying).rejects.toThrow('attempts');
		await shop.backend.sandbox.webhooks.settled();
		expect(await shop.read(payment.id)).toMatchObject({ status: 'failed', next_action: null });
		expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('accepted');
	});
});

describe('a value that Stripe adds one day ends nothing and frees nothing', () => {
	it('as the status of a PaymentIntent: the payment is processing, and can be canceled', async () => {
		const { seen, fetch } = withField('payment_intent');
		const shop = await openShop({ fetch });
		const { connection, authorization } = await shop.shopper();
		seen.value = 'requires_reflection';
		const { body: payment } = await shop.pay({ connection }, 'order-1');
		expect(payment).toMatchObject({ status: 'processing', next_action: null });
		await shop.backend.sandbox.clock.advance('30h');
		await shop.backend.clock('* * * * *');
		expect((await shop.read(payment.id)).status).toBe('processing');
		expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_used');
	});

	it('as the status of a dispute: the payment has succeeded, and its authorization is in effect', async () => {
		const { seen, fetch } = withField('dispute');
		const shop = await openShop({ fetch });
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		seen.value = 'in_mediation';
		await shop.settle(payment, 'dispute');
		expect((await shop.read(payment.id)).status).toBe('succeeded');
	});

	it('as the status of a refund: it is pending, and polled', async () => {
		const { seen, fetch } = withField('refund');
		const shop = await openShop({ fetch });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		seen.value = 'requires_patience';
		await shop.refund(payment.id, {}, 'refund-1');
		await shop.settle(payment, 'refunded');
		expect((await shop.read(payment.id)).refunds).toMatchObject([{ status: 'pending' }]);
		seen.value = undefined;
		await shop.backend.sandbox.clock.advance('2d');
		await shop.backend.clock('* * * * *');
		expect((await shop.read(payment.id)).refunds).toMatchObject([{ status: 'succeeded' }]);
	});

	it('as the status of a mandate: the authorization stays', async () => {
		const { seen, fetch } = withField('mandate');
		const shop = await openShop({ fetch });
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		await shop.pay({ connection });
		seen.value = 'paused';
		expect((await shop.pay({ connection })).body.status).toBe('processing');
		expect(await eventTypes(shop, 'authorization.')).toEqual(['authorization.accepted']);
	});
});
