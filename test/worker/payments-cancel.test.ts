import { describe, expect, it } from 'vitest';
import { eventTypes, openShop } from './shop.ts';

describe('canceling a payment', () => {
	it('works until the bank has it, and repeating it returns the same', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		for (let n = 0; n < 2; n++) {
			const canceled = await shop.cancel(payment.id);
			expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled']);
		}
		await shop.backend.sandbox.webhooks.settled();
		expect(await eventTypes(shop, 'payment.')).toEqual(['payment.processing', 'payment.canceled']);
		expect((await shop.intents()).map(({ status }) => status)).toEqual(['canceled']);
	});

	it.each(['sent', 'succeeded'])('is refused once it is %s: payment_not_cancelable', async (outcome) => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, outcome);
		const refused = await shop.cancel(payment.id);
		expect([refused.status, refused.body.error]).toMatchObject([
			409,
			{ code: 'payment_not_cancelable', stripe: { code: 'payment_intent_unexpected_state' } },
		]);
		expect((await shop.read(payment.id)).status).toBe(outcome === 'sent' ? 'processing' : 'succeeded');
	});

	it('returns the payment as canceled when it was canceled at Stripe’s dashboard', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.stripe.paymentIntents.cancel(payment.stripe.payment_intent ?? '');
		expect((await shop.cancel(payment.id)).body.status).toBe('canceled');
	});
});
