/** A Worker that dies at any step of a payment or a refund: the same request, sent again, makes it once. */
import { describe, expect, it } from 'vitest';
import { type Mortal, mortal, mortalDatabase, mortalFetch } from './mortal.ts';
import { expectOneDebit, skipStripePauses } from './one-debit.ts';
import { eventTypes, openShop, type Shop } from './shop.ts';

skipStripePauses();

describe('a Worker that dies', () => {
	async function openMortalShop(life: Mortal) {
		return openShop({
			webhooks: false,
			database: (database) => mortalDatabase(database, life),
			fetch: (sandbox) => mortalFetch(sandbox.fetch, life),
		});
	}
	const startAgain = async (shop: Shop, life: Mortal) => {
		await shop.backend.settled();
		life.revive();
		shop.backend.restart();
		await shop.backend.sandbox.clock.advance('6m');
	};

	it('at any step of a payment: sent again, the request makes one debit', async () => {
		for (let step = 1; ; step++) {
			const life = mortal();
			const shop = await openMortalShop(life);
			shop.backend.sandbox.stripe.set({ settle_after: '60d' });
			const { connection } = await shop.shopper();
			await shop.backend.settled();
			life.dieAt(step);
			await shop.pay({ connection }, 'order-1');
			await startAgain(shop, life);
			const again = await shop.pay({ connection }, 'order-1');
			expect([again.status, again.body.status], `step ${step}`).toEqual([200, 'processing']);
			await expectOneDebit(shop, `step ${step}`);
			if (!life.outlived) continue;
			expect(step).toBeGreaterThan(34);
			break;
		}
	}, 300_000);

	it('at any step of a refund: sent again, the request makes one refund', async () => {
		for (let step = 1; ; step++) {
			const life = mortal();
			const shop = await openMortalShop(life);
			const { connection } = await shop.shopper();
			const { body: payment } = await shop.pay({ connection });
			await shop.settle(payment, 'succeeded');
			await shop.backend.settled();
			life.dieAt(step);
			await shop.refund(payment.id, { amount: 700 }, 'r-1');
			await startAgain(shop, life);
			const again = await shop.refund(payment.id, { amount: 700 }, 'r-1');
			expect([again.status, again.body.amount_refunded], `step ${step}`).toEqual([200, 700]);
			expect((await shop.stripe.refunds.list()).data, `step ${step}`).toHaveLength(1);
			expect(await eventTypes(shop, 'payment.refunded'), `step ${step}`).toEqual(['payment.refunded']);
			if (!life.outlived) continue;
			expect(step).toBeGreaterThan(16);
			break;
		}
	}, 300_000);
});
