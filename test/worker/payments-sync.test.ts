/** How a payment learns of its outcome: from Stripe's events, in any order, or by polling. */
import { describe, expect, it } from 'vitest';
import { eventTypes, openShop, type Shop } from './shop.ts';

describe('Stripe’s events', { timeout: 60_000 }, () => {
	/** Processing, succeeded, partly refunded, disputed. */
	async function live(shop: Shop) {
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		await shop.refund(payment.id, { amount: 400 });
		await shop.settle(payment, 'refunded');
		await shop.settle(payment, 'dispute');
		return payment.id;
	}
	const end = {
		status: 'disputed',
		amount_refunded: 400,
		failure: { code: 'debit_not_authorized' },
		refunds: [{ amount: 400, status: 'succeeded' }],
	};

	it.each(['normal', 'duplicate', 'shuffle'] as const)('lead to the same end: %s', async (mode) => {
		for (let run = 0; run < (mode === 'shuffle' ? 6 : 1); run++) {
			const shop = await openShop();
			shop.backend.sandbox.webhooks.mode(mode);
			const id = await live(shop);
			shop.backend.sandbox.webhooks.mode('normal');
			await shop.backend.sandbox.webhooks.settled();
			expect(await shop.read(id)).toMatchObject(end);
			const types = await eventTypes(shop, 'payment.');
			expect(new Set(types).size).toBe(types.length);
			expect(types.at(-1)).toBe('payment.disputed');
			expect(await eventTypes(shop, 'authorization.')).toEqual([
				'authorization.accepted',
				'authorization.revoked',
			]);
		}
	});

	it('may all arrive at the end, in any order', async () => {
		const shop = await openShop();
		shop.backend.sandbox.webhooks.mode('hold');
		const id = await live(shop);
		expect((await shop.read(id)).status).not.toBe('disputed');
		shop.backend.sandbox.webhooks.mode('normal');
		await shop.backend.sandbox.webhooks.settled();
		expect(await shop.read(id)).toMatchObject(end);
	});

	it('may arrive before the answer to our own call', async () => {
		const shop = await openShop({
			fetch: (sandbox) => async (input, init) => {
				const response = await sandbox.fetch(input, init);
				const confirms = init?.method === 'POST' && String(input).endsWith('/confirm');
				if (!confirms) return response;
				const { id } = (await response.clone().json()) as { id: string };
				await sandbox.fetch(`http://localhost:8788/_sandbox/payments/${id}`, {
					method: 'POST',
					body: JSON.stringify({ outcome: 'succeeded' }),
				});
				await sandbox.webhooks.settled();
				return response;
			},
		});
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		expect(payment).toMatchObject({ status: 'succeeded' });
		expect(await eventTypes(shop, 'payment.')).toEqual(['payment.succeeded']);
		expect(await shop.intents()).toHaveLength(1);
	});

	it('about other payments at the same account cause no call', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: ours } = await shop.pay({ connection });
		await shop.backend.sandbox.webhooks.settled();
		const before = shop.backend.sandbox.requests().length;
		const { customer, payment_method } = ours.stripe;
		const other = await shop.stripe.paymentIntents.create({
			...{ amount: 700, currency: 'usd', confirm: true, customer: customer ?? '' },
			...{ payment_method: payment_method ?? '', allowed_payment_method_types: ['us_bank_account'] },
		});
		await shop.settle({ stripe: { ...ours.stripe, payment_intent: other.id } }, 'succeeded');
		expect(shop.backend.sandbox.requests().slice(before)).toHaveLength(1);
		expect((await shop.backend.rows('payments')).length).toBe(1);
	});

	it('are refused while Stripe cannot be asked, so that they come again', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.backend.sandbox.webhooks.settled();
		shop.backend.sandbox.faults.add({
			path: '/v1/payment_intents/:id',
			fault: { stripe_error: { type: 'api_error', status: 429 } },
		});
		await shop.settle(payment, 'succeeded');
		expect((await shop.read(payment.id)).status).toBe('processing');
		shop.backend.sandbox.faults.clear();
		await shop.backend.sandbox.clock.advance('4h');
		await shop.backend.sandbox.webhooks.settled();
		expect((await shop.read(payment.id)).status).toBe('succeeded');
	});
});

describe('without webhooks', { timeout: 60_000 }, () => {
	it('payments are polled, less and less often, until they have ended', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		shop.backend.sandbox.stripe.set({ settle_after: '4d' });
		await shop.settle(payment, 'processing');
		const looks = () => shop.backend.calls(`/v1/payment_intents/${payment.stripe.payment_intent}`).length;
		for (let hour = 0; hour < 48; hour++) {
			await shop.backend.sandbox.clock.advance('1h');
			await shop.backend.clock('* * * * *');
		}
		expect(looks()).toBeGreaterThan(4);
		expect(looks()).toBeLessThan(16);
		await shop.settle(payment, 'succeeded');
		await shop.backend.sandbox.clock.advance('1d');
		await shop.backend.clock('* * * * *');
		expect((await shop.read(payment.id)).status).toBe('succeeded');
		const seen = looks();
		await shop.backend.sandbox.clock.advance('30d');
		await shop.backend.clock('* * * * *');
		expect(looks()).toBe(seen);
	});

	it('the hourly backfill of events has the same effects', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		await shop.settle(payment, 'dispute');
		await shop.backend.clock('17 * * * *');
		expect((await shop.read(payment.id)).status).toBe('disputed');
		expect(await eventTypes(shop, 'authorization.')).toContain('authorization.revoked');
	});
});
