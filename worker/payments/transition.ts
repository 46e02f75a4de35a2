/**
 * How a payment changes by what Stripe tells. It only ever goes on: what is older, or told twice, changes nothing, so
 * the end is the same in whatever order things are told.
 */
import type { EventType, PaymentRefund, PaymentStatus } from '../contract.ts';
import type { Change } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import type { StripeState } from './stripe-state.ts';

/** A failed one may still be canceled at Stripe, and stays failed; a bank that paid may still take it back. */
const rank: Record<PaymentStatus, number> = {
	pending: 0,
	processing: 1,
	canceled: 2,
	failed: 3,
	succeeded: 4,
	refunded: 4,
	disputed: 5,
};
const refundRank: Record<PaymentRefund['status'], number> = {
	pending: 0,
	succeeded: 1,
	canceled: 2,
	failed: 2,
};

/** Whether this would be news. One that was ended as never sent, and that Stripe has after all, is what Stripe says. */
export const isNewer = (row: PaymentRow, status: PaymentStatus): boolean =>
	rank[status] > (row.status === 'canceled' && row.paymentIntent === null ? rank.pending : rank[row.status]);

export function transition(row: PaymentRow, facts: StripeState, now: number): Change {
	const events: EventType[] = [];
	const refunds = new Map(row.refunds.map((refund) => [refund.id, refund]));
	for (const refund of facts.refunds) {
		const known = refunds.get(refund.id);
		if (known && refundRank[known.status] >= refundRank[refund.status]) continue;
		refunds.set(refund.id, refund);
		if (!known) events.push('payment.refunded');
		if (refund.status === 'succeeded') events.push('payment.refund_succeeded');
		if (isGiven(known) && !isGiven(refund)) events.push('payment.refund_failed');
	}
	const amountRefunded = [...refunds.values()].filter(isGiven).reduce((sum, { amount }) => sum + amount, 0);

	const ahead = isNewer(row, facts.status);
	let status = ahead ? facts.status : row.status;
	if (ahead) events.unshift(`payment.${status}` as EventType);
	if (status === 'succeeded' || status === 'refunded')
		status = amountRefunded >= row.amount ? 'refunded' : 'succeeded';

	const waits =
		rank[status] < rank.canceled || [...refunds.values()].some((refund) => refund.status === 'pending');
	const history = [...row.history, ...events.map((type) => ({ type, at: new Date(now).toISOString() }))];
	return {
		events,
		frees: ahead && restoresAuthorization(row, facts),
		columns: {
			status,
			statusSince: status === row.status ? row.statusSince : now,
			failure: ahead ? facts.failure : row.failure,
			refunds: [...refunds.values()],
			amountRefunded,
			history,
			paymentIntent: row.paymentIntent ?? facts.paymentIntent,
			mandate: row.mandate ?? facts.mandate,
			dispute: row.dispute ?? facts.dispute,
			...(!waits && { lookAt: null }),
			...(waits && row.lookAt === null && { lookAt: now + pollAfterMs(row, now) }),
			...(ahead && { owner: null, leaseUntil: 0 }),
		},
	};
}

const isGiven = (refund: PaymentRefund | undefined): boolean =>
	refund === undefined || refundRank[refund.status] < refundRank.failed;

/**
 * A one-time authorization stands again where no entry went to the bank, or it came back for lack of money. Every other
 * return means that the account is not to be debited by this authorization again. In doubt, it went.
 */
function restoresAuthorization(
	{ status: before }: PaymentRow,
	{ status, sent, failure }: StripeState,
): boolean {
	if (status !== 'failed') return status === 'canceled';
	return (before === 'pending' && !sent) || failure?.code === 'insufficient_funds';
}

const hourMs = 60 * 60 * 1000;

/** Ever more rarely as it grows old: an hour at first, a day at most. */
export const pollAfterMs = ({ createdAt }: PaymentRow, now: number): number =>
	Math.min(24 * hourMs, Math.max(hourMs, (now - createdAt) / 2));
