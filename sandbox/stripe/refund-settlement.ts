/** How refunds go: they wait for their payment, then for the bank. @see https://docs.stripe.com/refunds */
import type { State } from '../state.ts';
import { createBalanceTransaction } from './balance-transactions.ts';
import { byItself, type Cause, emit } from './emit.ts';
import type { Charge, Refund } from './records.ts';
import { settlesAt } from './settling-times.ts';

/** Business days that a refund takes in live mode. */
const liveBusinessDays = 3;

export const refundsOf = (state: State, charge: Charge): Refund[] =>
	[...state.refunds.values()].filter((refund) => refund.charge === charge.id);

/** Takes the money and tells of it; the bank has it some days later. */
export function beginRefund(cause: Cause, charge: Charge, refund: Refund): void {
	const { state, livemode } = cause;
	const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
	const { amount, id: source } = refund;
	refund.balance_transaction = createBalanceTransaction(state, charge, 'payment_refund', {
		amount,
		source,
	}).id;
	refund.status = 'pending';
	refund.pending_reason = 'processing';
	charge.amount_refunded += amount;
	charge.refunded = charge.amount_refunded === charge.amount;
	emit(cause, 'charge.refunded', charge, before);
	const at = settlesAt(state, livemode, liveBusinessDays);
	state.tasks.push({ at, run: () => finishRefund(state, charge, refund) });
}

export function finishRefund(state: State, charge: Charge, refund: Refund): void {
	if (refund.status !== 'pending') return;
	const { pending_reason } = refund;
	refund.status = 'succeeded';
	delete refund.pending_reason;
	const cause = byItself(state, charge.livemode);
	const before = { pending_reason, status: 'pending' };
	emit(cause, 'refund.updated', refund, before);
	emit(cause, 'charge.refund.updated', refund, before);
}

/** The bank does not take the money back: it returns to the balance. */
export function failRefund(state: State, charge: Charge, refund: Refund): void {
	if (refund.status !== 'pending') return;
	const cause = byItself(state, charge.livemode);
	const began = refund.balance_transaction !== null;
	refund.status = 'failed';
	refund.failure_reason = 'unknown';
	delete refund.pending_reason;
	if (began) {
		charge.amount_refunded -= refund.amount;
		charge.refunded = false;
		const { amount, id: source } = refund;
		const back = createBalanceTransaction(state, charge, 'payment_refund', { amount: -amount, source });
		refund.failure_balance_transaction = back.id;
	}
	emit(cause, 'refund.failed', refund);
	emit(cause, 'charge.refund.updated', refund, { status: 'pending' });
}

/** The payment succeeded: the refunds that waited for it go. */
export function beginRefunds(state: State, charge: Charge): void {
	const cause = byItself(state, charge.livemode);
	for (const refund of refundsOf(state, charge)) {
		if (refund.pending_reason !== 'charge_pending') continue;
		beginRefund(cause, charge, refund);
		emit(cause, 'refund.updated', refund, { balance_transaction: null, pending_reason: 'charge_pending' });
	}
}

/** The payment failed: there is nothing to give back. */
export function dropRefunds(state: State, charge: Charge): void {
	for (const refund of refundsOf(state, charge)) failRefund(state, charge, refund);
}
