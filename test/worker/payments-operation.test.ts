/** What the merchant has to fix, and what a payment leaves in the database and the log. */
import { describe, expect, it } from 'vitest';
import { tables } from './backend.ts';
import { openShop, type Shop } from './shop.ts';

describe('what the merchant has to fix', () => {
	const post = (shop: Shop, status: number, more: object = {}) =>
		shop.backend.sandbox.faults.add({
			path: '/v1/payment_intents',
			method: 'POST',
			times: 1,
			fault: { stripe_error: { type: 'invalid_request_error', status, ...more } },
		});
	const checks = async (shop: Shop) => {
		const { body } = await shop.backend.health();
		return body.checks?.map(({ name }) => name);
	};

	it.each([
		['stripe_credentials_invalid', (shop: Shop) => post(shop, 401), 'Stripe refuses this deployment'],
		[
			'stripe_permission_missing',
			(shop: Shop) =>
				post(shop, 403, {
					message: "Having the 'rak_payment_intent_write' permission would allow this request to continue.",
				}),
			'rak_payment_intent_write',
		],
		[
			'stripe_ach_not_enabled',
			(shop: Shop) => shop.backend.sandbox.stripe.set({ ach: false }),
			'Stripe does not allow ACH debits',
		],
	])(
		'%s: is in the answer and in /health, and the same request continues once it is fixed',
		async (name, spoil, words) => {
			const shop = await openShop();
			const { connection } = await shop.shopper();
			spoil(shop);
			const refused = await shop.pay({ connection }, 'order-1');
			expect([refused.status, refused.body.error]).toMatchObject([
				503,
				{ code: name, message: expect.stringContaining(words), retryable: false },
			]);
			expect(await checks(shop)).toContain(name);
			shop.backend.sandbox.stripe.set({ ach: true });
			const paid = await shop.pay({ connection }, 'order-1');
			expect(paid.body).toMatchObject({ status: 'processing' });
			expect(await shop.intents()).toHaveLength(1);
			expect(await checks(shop)).not.toContain(name);
		},
	);
});

describe('what is stored, logged and answered about a payment', () => {
	it.each(['bank_account_token', 'external_token'])(
		'has no secret, no token and no personal data in it: %s',
		async (PAYMENT_ROUTE) => {
			const shop = await openShop({ variables: { PAYMENT_ROUTE } });
			const { connection } = await shop.shopper();
			const path = '/v1/payment_intents/:id/confirm';
			shop.backend.sandbox.faults.add({ path, method: 'POST', fault: { cut: 'after' }, times: 3 });
			const answers = [await shop.pay({ connection }, 'order-1'), await shop.pay({ connection }, 'order-1')];
			const { body: payment } = answers[1] as (typeof answers)[number];
			await shop.settle(payment, 'succeeded');
			answers.push(await shop.refund(payment.id, { amount: 100 }), await shop.cancel(payment.id));
			const rows = await Promise.all(tables.map((table) => shop.backend.rows(table)));
			const texts = [...answers.map(({ text }) => text), ...shop.backend.log, JSON.stringify(rows)].join(
				'\n',
			);
			expect(texts).toContain(payment.id);
			expect(texts).not.toMatch(
				/access-sandbox-|btok_[A-Za-z0-9]{6}|processor-sandbox|000123456789|110000000|whsec_|sk_test_/,
			);
			for (const personal of ['Ada Byron', 'ada@example.com', '203.0.113.9', 'a phone'])
				expect(texts).not.toContain(personal);
		},
		30_000,
	);

	it('lists each call to Stripe in the log line of the request', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		await shop.pay({ connection });
		const line = JSON.parse(shop.backend.log.at(-1) ?? '{}') as { route: string; stripe: { path: string }[] };
		expect(line.route).toBe('/v1/payments');
		expect(line.stripe.map(({ path }) => path.replace(/(cus|ba|pi)_\w+/, '$1'))).toEqual([
			'/v1/customers',
			'/v1/customers/cus/sources',
			expect.stringMatching(/^\/v1\/customers\/cus\/sources\/ba/),
			'/v1/payment_intents',
			'/v1/payment_intents/pi/confirm',
		]);
	});
});
