/**
 * Asks Stripe about payments that no webhook has reported on, less and less often as they grow old. A pending payment
 * waits for the merchant to send the request again. After a day it is ended, so that no debit is made long after
 * everybody has forgotten it.
 */
import { dayMs } from '../durations.ts';
import { endPending, findOut, withLease } from '../payments/pending.ts';
import { refresh } from '../payments/sync.ts';
import { pollAfterMs } from '../payments/transition.ts';
import type { Services } from '../services.ts';
import { newOwner } from '../store/leases.ts';
import { claimPayment, findPaymentsToPoll, postponePoll, releasePayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';

const batchSize = 20;

/** Returns the counts for the job's log line. */
export async function pollPayments(services: Services): Promise<Record<string, number>> {
	const { config, database, now } = services;
	if (!config.stripe) return {};
	const counts = { looked: 0, left: 0 };
	for (const row of await findPaymentsToPoll(database, { now: now(), limit: batchSize })) {
		// Before Stripe is asked: a payment that fails every time must not keep the others from their turn.
		await postponePoll(database, row.id, now() + pollAfterMs(row, now()));
		try {
			if (row.status === 'pending') await pollPending(services, row);
			else if (row.paymentIntent !== null) await refresh(services, row, row.paymentIntent);
			counts.looked += 1;
		} catch {
			counts.left += 1;
		}
	}
	return counts;
}

async function pollPending(services: Services, pending: PaymentRow): Promise<void> {
	const owner = newOwner();
	const row = await claimPayment(services.database, pending.id, { owner, now: services.now() });
	if (row.owner !== owner) return;
	await withLease(services, { row, owner }, async () => {
		const stripe = await services.stripe();
		const found = await findOut(services, { stripe, row, owner });
		if (found.status !== 'pending') return;
		if (services.now() - row.createdAt > dayMs)
			await endPending(services, { stripe, row: found, owner }, { code: 'never_sent' });
		else await releasePayment(services.database, row.id, { owner, keysSpent: row.keysSpent });
	});
}
