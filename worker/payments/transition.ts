/**
 * How a payment changes when Stripe reports something about it: a pure function of the row and Stripe's state.
 *
 * A payment only moves forward. A report that is older than the row, or comes again, changes nothing, so the end does
 * not depend on the order in which reports arrive.
 */
import type { EventType, PaymentRefund, PaymentStatus } from '../contract.ts';
import { dayMs, hourMs } from '../durations.ts';
import type { PaymentChange } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { isLive, type StripeState, type StripeStatus } from './stripe-state.ts';

/**
 * A higher rank replaces a lower one. A failed PaymentIntent may still be canceled at Stripe; the payment stays failed.
 * A bank may return a debit that had succeeded.
 */
const ranks: Record<PaymentStatus, number> = {
	pending: 0,
	processing: 1,
	canceled: 2,
	failed: 3,
	succeeded: 4,
	refunded: 4,
	disputed: 5,
};
const unfinishedStatuses = new Set<PaymentStatus>(['pending', 'processing']);

const refundRanks: Record<PaymentRefund['status'], number> = {
	pending: 0,
	succeeded: 1,
	canceled: 2,
	failed: 2,
};
/** The money went back, or is on its way back, to the shopper. */
const effectiveRefundStatuses = new Set<PaymentRefund['status']>(['pending', 'succeeded']);

/**
 * Whether `status` would move the payment forward. A payment that was ended as never sent (it has no PaymentIntent) may
 * turn out to exist at Stripe after all: then Stripe is right.
 */
export function isNewer(row: PaymentRow, status: StripeStatus): boolean {
	const wasNeverSent = row.status === 'canceled' && row.paymentIntent === null;
	return ranks[status] > ranks[wasNeverSent ? 'pending' : row.status];
}

/**
 * Whether the report is about another PaymentIntent than the payment's. The end of such a one, which was never to be
 * confirmed, says nothing about the payment. A debit that is on its way does, whatever its id.
 */
export function isAboutAnother(row: PaymentRow, { status, paymentIntent }: StripeState): boolean {
	if (paymentIntent === null) return false;
	if (row.paymentIntent !== null) return row.paymentIntent !== paymentIntent;
	if (isLive(status)) return false;
	return row.confirmsSeparately || row.intentToConfirm !== null
		? row.intentToConfirm !== paymentIntent
		: false;
}

export function transition(row: PaymentRow, state: StripeState, now: number): PaymentChange {
	const { refunds, events: refundEvents } = mergeRefunds(row.refunds, state.refunds);
	const amountRefunded = refunds.filter(isEffective).reduce((sum, { amount }) => sum + amount, 0);

	const newStatus = state.status !== null && isNewer(row, state.status) ? state.status : null;
	const movesForward = newStatus !== null;
	const events: EventType[] = newStatus === null ? refundEvents : [`payment.${newStatus}`, ...refundEvents];
	let status: PaymentStatus = newStatus ?? row.status;
	if (status === 'succeeded' || status === 'refunded')
		status = amountRefunded >= row.amount ? 'refunded' : 'succeeded';

	const isWaiting = unfinishedStatuses.has(status) || refunds.some((refund) => refund.status === 'pending');
	const history = [...row.history, ...events.map((type) => ({ type, at: new Date(now).toISOString() }))];
	return {
		events,
		restoresAuthorization: movesForward && restoresAuthorization(row, state),
		columns: {
			status,
			statusSince: status === row.status ? row.statusSince : now,
			failure: movesForward ? state.failure : row.failure,
			nextAction: status === 'processing' ? state.nextAction : null,
			refunds,
			amountRefunded,
			history,
			paymentIntent: row.paymentIntent ?? (movesForward ? state.paymentIntent : null),
			mandate: row.mandate ?? state.mandate,
			dispute: row.dispute ?? state.dispute,
			...(!isWaiting && { lookAt: null }),
			...(isWaiting && row.lookAt === null && { lookAt: now + pollAfterMs(row, now) }),
			// The outcome is known, so the work on the pending payment is over.
			...(movesForward && { owner: null, leaseUntil: 0 }),
		},
	};
}

/** A refund, too, only moves forward. A bank may refuse a refund that had succeeded. */
function mergeRefunds(
	stored: PaymentRefund[],
	reported: PaymentRefund[],
): { refunds: PaymentRefund[]; events: EventType[] } {
	const events: EventType[] = [];
	const refunds = new Map(stored.map((refund) => [refund.id, refund]));
	for (const refund of reported) {
		const known = refunds.get(refund.id);
		if (known && refundRanks[known.status] >= refundRanks[refund.status]) continue;
		refunds.set(refund.id, refund);
		if (!known) events.push('payment.refunded');
		if (refund.status === 'succeeded') events.push('payment.refund_succeeded');
		if ((!known || isEffective(known)) && !isEffective(refund)) events.push('payment.refund_failed');
	}
	return { refunds: [...refunds.values()], events };
}

const isEffective = ({ status }: PaymentRefund): boolean => effectiveRefundStatuses.has(status);

/**
 * Whether a one-time authorization may be used again: no entry went to the bank, or the entry came back for insufficient
 * funds. After any other return the network forbids another debit under it. In doubt the entry went out.
 */
function restoresAuthorization(row: PaymentRow, { status, sent, failure }: StripeState): boolean {
	if (status === 'canceled') return true;
	if (status !== 'failed') return false;
	const mayBeSent = sent || (row.status !== 'pending' && row.nextAction === null);
	return !mayBeSent || failure?.code === 'insufficient_funds';
}

/** The older a payment, the less often Stripe is asked about it: after an hour at first, after a day at most. */
export const pollAfterMs = ({ createdAt }: PaymentRow, now: number): number =>
	Math.min(dayMs, Math.max(hourMs, (now - createdAt) / 2));
