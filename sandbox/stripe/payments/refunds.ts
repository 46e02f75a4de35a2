/**
 * Refunds: each one waits until its payment has succeeded, and then until the bank has the money.
 * @see https://docs.stripe.com/refunds
 */
import type { State } from '../../state.ts';
import { type Cause, stripeTime, withoutRequest } from '../endpoint.ts';
import { invalidRequest } from '../errors.ts';
import { emit, emitChange } from '../events/emit.ts';
import type { Charge, Refund } from '../records.ts';
import { createBalanceTransaction } from './balance-transactions.ts';
import { settlesAt } from './settlement-times.ts';

/** Business days that a refund takes in live mode. */
const liveBusinessDays = 3;

/** How long after a payment it can be refunded. */
const refundableDays = 180;

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

/** A charge's refunds, oldest first. */
export const refundsOf = (state: State, charge: Charge): Refund[] =>
	[...state.refunds.values()].filter((refund) => refund.charge === charge.id);

/** A refund has the mode of its charge. */
export const refundMode =
	(state: State) =>
	(refund: Refund): boolean =>
		state.charges.get(refund.charge)?.livemode ?? false;

type NewRefund = { amount: number | null; reason: Refund['reason']; metadata: Record<string, string> };

/**
 * Refunds an amount in cents, or with `null` everything that is left. A pending payment can be refunded, too.
 * Throws charge_already_refunded, charge_disputed, charge_not_refundable, and errors for a payment that has failed
 * or an amount that is too large.
 */
export function createRefund(
	cause: Cause,
	charge: Charge,
	{ amount: requested, reason, metadata }: NewRefund,
): Refund {
	const { state } = cause;
	const left = refundableAmount(state, charge);
	const amount = requested ?? left;
	if (amount > left) {
		const limit =
			left === charge.amount
				? `charge amount (${dollars(charge.amount)})`
				: `unrefunded amount on charge (${dollars(left)})`;
		throw invalidRequest(`Refund amount (${dollars(amount)}) is greater than ${limit}`, { param: 'amount' });
	}
	const refund: Refund = {
		id: state.ids.stripe('pyr', 24),
		object: 'refund',
		amount,
		balance_transaction: null,
		charge: charge.id,
		created: stripeTime(state.clock.now()),
		currency: charge.currency,
		customer: charge.customer,
		customer_account: null,
		destination_details: {
			type: 'us_bank_transfer',
			us_bank_transfer: { reference: null, reference_status: 'pending' },
		},
		metadata,
		payment_intent: charge.payment_intent,
		payment_method: charge.payment_method,
		pending_reason: 'charge_pending',
		reason,
		receipt_number: null,
		source_transfer_reversal: null,
		status: 'pending',
		transfer_reversal: null,
	};
	state.refunds.set(refund.id, refund);
	if (charge.status === 'succeeded') startRefund(cause, charge, refund);
	emit(cause, 'refund.created', refund);
	return refund;
}

/** What can still be refunded, in cents. Pending refunds count as refunded. */
function refundableAmount(state: State, charge: Charge): number {
	const { id } = charge;
	if (charge.status === 'failed') {
		throw invalidRequest(`Charge ${id} did not succeed: there is nothing to refund.`, { param: 'charge' });
	}
	if (charge.disputed) {
		throw invalidRequest(`Charge ${id} has been charged back; cannot issue a refund.`, {
			code: 'charge_disputed',
		});
	}
	if (state.clock.now() / 1000 - charge.created > refundableDays * 86_400) {
		throw invalidRequest(
			`Charge ${id} is too old to be refunded: ACH payments can be refunded for ${refundableDays} days.`,
			{ code: 'charge_not_refundable', param: 'charge' },
		);
	}
	const refunded = refundsOf(state, charge)
		.filter(({ status }) => status !== 'failed' && status !== 'canceled')
		.reduce((sum, { amount }) => sum + amount, 0);
	if (refunded >= charge.amount) {
		throw invalidRequest(`Charge ${id} has already been refunded.`, { code: 'charge_already_refunded' });
	}
	return charge.amount - refunded;
}

/** Takes the money from the balance. The bank has it some days later. */
export function startRefund(cause: Cause, charge: Charge, refund: Refund): void {
	const { state, livemode } = cause;
	const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
	const { amount, id: source } = refund;
	const transaction = createBalanceTransaction(state, charge, { type: 'payment_refund', source, amount });
	refund.balance_transaction = transaction.id;
	refund.status = 'pending';
	refund.pending_reason = 'processing';
	charge.amount_refunded += amount;
	charge.refunded = charge.amount_refunded === charge.amount;
	emitChange(cause, 'charge.refunded', { object: charge, previous });
	state.tasks.push({
		at: settlesAt(state, livemode, liveBusinessDays),
		run: () => succeedRefund(state, charge, refund),
	});
}

export function succeedRefund(state: State, charge: Charge, refund: Refund): void {
	if (refund.status !== 'pending') return;
	const previous = { pending_reason: refund.pending_reason, status: 'pending' };
	refund.status = 'succeeded';
	delete refund.pending_reason;
	const cause = withoutRequest(state, charge.livemode);
	emitChange(cause, 'refund.updated', { object: refund, previous });
	emitChange(cause, 'charge.refund.updated', { object: refund, previous });
}

/** The bank does not accept the money: it returns to the balance. */
export function failRefund(state: State, charge: Charge, refund: Refund): void {
	if (refund.status !== 'pending') return;
	const cause = withoutRequest(state, charge.livemode);
	refund.status = 'failed';
	refund.failure_reason = 'unknown';
	delete refund.pending_reason;
	if (refund.balance_transaction !== null) {
		charge.amount_refunded -= refund.amount;
		charge.refunded = false;
		const reversal = createBalanceTransaction(state, charge, {
			type: 'payment_refund',
			source: refund.id,
			amount: -refund.amount,
		});
		refund.failure_balance_transaction = reversal.id;
	}
	emit(cause, 'refund.failed', refund);
	emitChange(cause, 'charge.refund.updated', { object: refund, previous: { status: 'pending' } });
}

/** The payment has succeeded: the refunds that waited for it start. */
export function startWaitingRefunds(state: State, charge: Charge): void {
	const cause = withoutRequest(state, charge.livemode);
	for (const refund of refundsOf(state, charge)) {
		if (refund.pending_reason !== 'charge_pending') continue;
		startRefund(cause, charge, refund);
		const previous = { balance_transaction: null, pending_reason: 'charge_pending' };
		emitChange(cause, 'refund.updated', { object: refund, previous });
	}
}

/** Fails every pending refund, because the payment has failed or its bank does not accept the money. */
export function failPendingRefunds(state: State, charge: Charge): void {
	for (const refund of refundsOf(state, charge)) failRefund(state, charge, refund);
}
