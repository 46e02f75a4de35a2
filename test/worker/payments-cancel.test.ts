import { describe, expect, it } from 'vitest';
import { eventTypes, openShop } from './shop.ts';

describe('cancelling', () => {
	it('goes as long as the bank does not have it, and may be said twice', async () => {
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

	it.each(['sent', 'succeeded'])('is too late once it is %s', async (outcome) => {
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

	it('at Stripe’s dashboard is noticed by a cancel that comes later', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.stripe.paymentIntents.cancel(payment.stripe.payment_intent ?? '');
		expect((await shop.cancel(payment.id)).body.status).toBe('canceled');
	});
});
