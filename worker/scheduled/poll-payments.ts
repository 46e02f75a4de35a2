/**
 * Payments of which nothing was heard: asked of Stripe, ever more rarely. One that Stripe was never asked for, or does
 * not have, waits for the merchant's own repeat; after a day it is ended, so that nothing is debited out of the blue.
 */

import { withLease } from '../payments/create.ts';
import { endUnsent } from '../payments/end-unsent.ts';
import { applyIntent, findIntent, isUnconfirmed, refresh } from '../payments/sync.ts';
import { pollAfterMs } from '../payments/transition.ts';
import type { Services } from '../services.ts';
import { claimPayment, findDue, putOff, releasePayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { answerOf } from '../stripe/failure.ts';

const mostAtOnce = 20;
const dayMs = 24 * 60 * 60 * 1000;

export async function pollPayments(services: Services): Promise<Record<string, number>> {
	const { config, database, now } = services;
	if (!config.stripe) return {};
	const counts = { looked: 0, left: 0 };
	for (const row of await findDue(database, { now: now(), limit: mostAtOnce })) {
		await putOff(database, row.id, now() + pollAfterMs(row, now()));
		try {
			if (row.paymentIntent === null) await lookForDebit(services, row);
			else await refresh(services, row, row.paymentIntent);
			counts.looked += 1;
		} catch {
			counts.left += 1;
		}
	}
	return counts;
}

async function lookForDebit(services: Services, pending: PaymentRow): Promise<void> {
	const owner = crypto.randomUUID();
	const row = await claimPayment(services.database, pending.id, { owner, now: services.now() });
	if (row.owner !== owner) return;
	await withLease(services, row, owner, async () => {
		const stripe = await services.stripe();
		const intent = await findIntent(stripe, row);
		if (intent && !isUnconfirmed(intent)) await applyIntent(services, { stripe, row, intent });
		else if (services.now() - row.createdAt > dayMs) {
			// So that nobody confirms it at Stripe any more.
			if (intent) await answerOf(stripe.paymentIntents.cancel(intent.id));
			await endUnsent(services, row, { code: 'never_sent' }, intent);
		} else await releasePayment(services.database, row.id, { owner, spent: false });
	});
}
