/**
 * Payments of which nothing was heard: asked of Stripe, ever more rarely. One that Stripe was never asked for, or does
 * not have, waits for the merchant's own repeat; after a day it is ended, so that nothing is debited out of the blue.
 */
import { type Desk, deskByTheClock } from '../desk.ts';
import { endUnsent } from '../payments/end-unsent.ts';
import { applyIntent, findIntent, isUnconfirmed, lookAt } from '../payments/look.ts';
import { lookAfterMs } from '../payments/next.ts';
import { owned } from '../payments/take.ts';
import type { Services } from '../services.ts';
import { claimPayment, findDue, putOff, releasePayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { answerOf } from '../stripe/failure.ts';

const mostAtOnce = 20;
const dayMs = 24 * 60 * 60 * 1000;

export async function lookAfterPayments(services: Services): Promise<Record<string, number>> {
	const { config, database, now } = services;
	if (!config.stripe) return {};
	const { desk, announced } = deskByTheClock(services);
	const counts = { looked: 0, left: 0 };
	for (const row of await findDue(database, { now: now(), limit: mostAtOnce })) {
		await putOff(database, row.id, now() + lookAfterMs(row, now()));
		try {
			if (row.paymentIntent === null) await lookForDebit(desk, row);
			else await lookAt(desk, row, row.paymentIntent);
			counts.looked += 1;
		} catch {
			counts.left += 1;
		}
	}
	await announced();
	return counts;
}

async function lookForDebit(desk: Desk, pending: PaymentRow): Promise<void> {
	const owner = crypto.randomUUID();
	const row = await claimPayment(desk.database, pending.id, { owner, now: desk.now() });
	if (row.owner !== owner) return;
	await owned(desk, row, owner, async () => {
		const stripe = await desk.stripe();
		const intent = await findIntent(stripe, row);
		if (intent && !isUnconfirmed(intent)) await applyIntent(desk, { stripe, row, intent });
		else if (desk.now() - row.createdAt > dayMs) {
			// So that nobody confirms it at Stripe any more.
			if (intent) await answerOf(stripe.paymentIntents.cancel(intent.id));
			await endUnsent(desk, row, { code: 'never_sent' }, intent);
		} else await releasePayment(desk.database, row.id, { owner, spent: false });
	});
}
