import { describe, expect, it } from 'vitest';
import { browser, openShop } from './payments.ts';

describe('a payment', () => {
	it('is one PaymentIntent with a mandate, and settles as Stripe tells', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const paid = await shop.pay({
			connection,
			description: 'Order 17',
			statement_descriptor: 'EXAMPLE SHOP',
			metadata: { order: '17' },
		});
		expect([paid.status, paid.body]).toMatchObject([
			200,
			{
				object: 'payment',
				status: 'processing',
				connection,
				authorization,
				amount: 2_500,
				amount_refunded: 0,
				currency: 'usd',
				purpose: 'goods',
				description: 'Order 17',
				metadata: { order: '17' },
				failure: null,
				refunds: [],
				history: [{ type: 'payment.processing' }],
				livemode: false,
			},
		]);
		const intents = await shop.intents();
		expect(intents).toHaveLength(1);
		const [intent] = intents;
		expect(intent).toMatchObject({
			id: paid.body.stripe.payment_intent,
			amount: 2_500,
			currency: 'usd',
			description: 'Order 17',
			statement_descriptor: 'EXAMPLE SHOP',
			metadata: { order: '17', plaid_stripe_connect_payment: paid.body.id },
			customer: paid.body.stripe.customer,
			payment_method_options: { us_bank_account: { transaction_purpose: 'goods' } },
			allowed_payment_method_types: ['us_bank_account'],
		});
		const mandate = await shop.stripe.mandates.retrieve(paid.body.stripe.mandate ?? '');
		const { body: kept } = await shop.backend.read(`/v1/authorizations/${authorization}`);
		expect(kept).toMatchObject({ status: 'used', mandate: mandate.id });
		expect(mandate.customer_acceptance).toEqual({
			accepted_at: Math.floor(Date.parse(String(kept.accepted_at)) / 1000),
			online: { ip_address: browser['CF-Connecting-IP'], user_agent: browser['User-Agent'] },
			type: 'online',
		});

		await shop.settle(paid.body, 'succeeded');
		expect(await shop.read(paid.body.id)).toMatchObject({
			status: 'succeeded',
			history: [{ type: 'payment.processing' }, { type: 'payment.succeeded' }],
		});
	});
});
