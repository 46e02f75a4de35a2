/** What becomes of an authorization when a payment under it fails, is disputed or is canceled. */
import { describe, expect, it } from 'vitest';
import { errorCode, eventTypes, openShop, stripeSecret } from './shop.ts';

describe('a one-time authorization', { timeout: 20_000 }, () => {
	it('can be used again after a return for insufficient funds, twice, for the same amount', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const status = async () => (await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status;
		for (let attempt = 1; attempt <= 3; attempt++) {
			if (attempt > 1)
				expect(errorCode(await shop.pay({ connection, amount: 2_400 }))).toBe('amount_not_authorized');
			const { body: payment } = await shop.pay({ connection });
			expect([payment.status, await status()]).toEqual(['processing', 'used']);
			await shop.settle(payment, 'insufficient_funds');
			expect(await status(), `${attempt}`).toBe(attempt < 3 ? 'accepted' : 'used');
		}
		expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_used');
		expect(await shop.intents()).toHaveLength(3);
	});

	it.each(['account_closed', 'debit_not_authorized', 'succeeded'])(
		'is used up by a payment that ends as %s',
		async (outcome) => {
			const shop = await openShop();
			const { connection, authorization } = await shop.shopper();
			const { body: payment } = await shop.pay({ connection });
			await shop.settle(payment, outcome);
			expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_used');
		},
	);

	it('is not revoked because its single-use mandate has become inactive', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'insufficient_funds');
		const created = Math.floor(shop.backend.sandbox.clock.now() / 1000);
		const tell = async (type: string) => {
			const object = { id: payment.stripe.mandate, object: 'mandate', type, status: 'inactive' };
			const event = {
				id: `evt_${type}`,
				object: 'event',
				type: 'mandate.updated',
				created,
				data: { object },
			};
			const payload = JSON.stringify(event);
			const signing = { payload, secret: stripeSecret, timestamp: created };
			const signature = await shop.stripe.webhooks.generateTestHeaderStringAsync(signing);
			const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
			await shop.backend.ask('/webhooks/stripe', { method: 'POST', headers, body: payload });
			return (await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status;
		};
		expect(await tell('single_use')).toBe('accepted');
		expect(await tell('multi_use')).toBe('revoked');
	});

	it('can be used again after the payment was canceled', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.cancel(payment.id);
		const second = await shop.pay({ connection, amount: 1_000 });
		expect(second.body.status).toBe('processing');
	});
});

it('a debit refused with payment_intent_mandate_invalid revokes the authorization, without Stripe’s event', async () => {
	const shop = await openShop({ webhooks: false });
	const { connection, authorization } = await shop.shopper({ authorization: { kind: 'recurring' } });
	const { body: first } = await shop.pay({ connection });
	await shop.settle(first, 'succeeded');
	await shop.settle(first, 'dispute');
	const refused = await shop.pay({ connection });
	expect([refused.status, refused.body.error]).toMatchObject([
		402,
		{ code: 'payment_refused', stripe: { code: 'payment_intent_mandate_invalid' } },
	]);
	expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
});

it('a dispute found by asking Stripe revokes the authorization, whichever mandate the debit was made with', async () => {
	const shop = await openShop({ webhooks: false });
	const { connection, authorization } = await shop.shopper({ authorization: { kind: 'recurring' } });
	const one = await shop.pay({ connection }, 'a');
	const { customer, payment_method } = one.body.stripe;
	await shop.stripe.customers.deleteSource(customer ?? '', payment_method ?? '');
	const other = await shop.pay({ connection }, 'b');
	const { body: stored } = await shop.backend.read(`/v1/authorizations/${authorization}`);
	const disputed = [one, other].find((paid) => paid.body.stripe.mandate !== stored.mandate)?.body;
	if (!disputed) throw new Error('Both debits were made with the stored mandate.');
	await shop.settle(disputed, 'succeeded');
	await shop.settle(disputed, 'dispute');
	expect(errorCode(await shop.refund(disputed.id))).toBe('payment_not_refundable');
	expect((await shop.read(disputed.id)).status).toBe('disputed');
	expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
	expect(await eventTypes(shop, 'authorization.')).toEqual([
		'authorization.accepted',
		'authorization.revoked',
	]);
});

it('a debit that was returned for lack of money is not tried again after 180 days: authorization_used', async () => {
	for (const [wait, expected] of [
		['179d', undefined],
		['181d', 'authorization_used'],
	] as const) {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: first } = await shop.pay({ connection });
		await shop.settle(first, 'insufficient_funds');
		await shop.backend.sandbox.clock.advance('2h');
		await shop.backend.clock('* * * * *');
		expect((await shop.read(first.id)).status).toBe('failed');
		await shop.backend.sandbox.clock.advance(wait);
		expect(errorCode(await shop.pay({ connection }))).toBe(expected);
	}
});
