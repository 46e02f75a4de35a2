/** The control `payments/:id`: gives a payment at once the outcome that its bank would give it in days. */
import type { State } from '../../state.ts';
import { withoutRequest } from '../endpoint.ts';
import type { Charge } from '../records.ts';
import { blockAccount } from './disputes.ts';
import { disputeReasons, failureCodes, isFailureCode } from './failure-codes.ts';
import { createRefund, failPendingRefunds, refundsOf, startRefund, succeedRefund } from './refunds.ts';
import { cancelSettlement, disputeCharge, failCharge, sendToBank, succeedCharge } from './settlement.ts';

/**
 * - `processing`: nothing more happens on schedule.
 * - `sent`: the debit is sent to the bank.
 * - a failure code: the bank refuses the debit, or returns it after it has succeeded.
 * - `blocked`: it fails, and every later payment from the account fails, too.
 * - `dispute`: the bank takes it back after it has succeeded.
 * - `refunded`: its refunds arrive. Without one, everything is refunded.
 * - `refund_failed`: its refunds fail.
 */
export const paymentOutcomes = [
	'processing',
	'sent',
	'succeeded',
	...failureCodes,
	'blocked',
	'dispute',
	'refunded',
	'refund_failed',
] as const;
export type PaymentOutcome = (typeof paymentOutcomes)[number];

/** The outcomes that need a charge which has not settled. */
const outcomesBeforeSettlement: ReadonlySet<PaymentOutcome> = new Set(['processing', 'sent', 'blocked']);
/** The outcomes of a charge that has succeeded. A pending charge succeeds first. */
const outcomesAfterSuccess: ReadonlySet<PaymentOutcome> = new Set(['dispute', 'refunded', 'refund_failed']);

/** Thrown for an outcome that the payment cannot have. The message says why. */
export class PaymentControlError extends Error {
	override name = 'PaymentControlError';
}

/** `id` is a PaymentIntent's, which stands for its latest charge, or a charge's. Throws `PaymentControlError`. */
export function settlePayment(state: State, id: string, outcome: PaymentOutcome): Charge {
	const charge = state.charges.get(state.paymentIntents.get(id)?.latest_charge ?? id);
	if (!charge) {
		throw new PaymentControlError(`There is no payment ${id.slice(0, 60)} that was confirmed.`);
	}
	if (charge.status === 'failed') throw new PaymentControlError(`The payment ${id} has failed already.`);
	const isPending = charge.status === 'pending';
	if (isFailureCode(outcome)) {
		if (isPending) failCharge(state, charge, outcome);
		else disputeCharge(state, charge, disputeReasons[outcome]);
		return charge;
	}
	if (isPending && !outcomesBeforeSettlement.has(outcome)) succeedCharge(state, charge);
	if (!isPending && !outcomesAfterSuccess.has(outcome)) {
		throw new PaymentControlError(`The payment ${id} has succeeded already; it cannot be '${outcome}' now.`);
	}
	switch (outcome) {
		case 'processing':
			cancelSettlement(state, charge);
			break;
		case 'sent':
			sendToBank(state, charge);
			break;
		case 'blocked':
			failCharge(state, charge, 'account_closed');
			blockAccount(state, charge.payment_method, {
				network_code: 'R02',
				reason: 'bank_account_closed',
			});
			break;
		case 'dispute':
			disputeCharge(state, charge, 'debit_not_authorized');
			break;
		case 'refunded':
			completeRefunds(state, charge);
			break;
		case 'refund_failed':
			failPendingRefunds(state, charge);
			break;
	}
	return charge;
}

/** Completes the pending refunds. If there are none, refunds everything first. */
function completeRefunds(state: State, charge: Charge): void {
	const cause = withoutRequest(state, charge.livemode);
	if (refundsOf(state, charge).length === 0) {
		createRefund(cause, charge, { amount: null, reason: null, metadata: {} });
	}
	for (const refund of refundsOf(state, charge)) {
		if (refund.pending_reason === 'charge_pending') startRefund(cause, charge, refund);
		succeedRefund(state, charge, refund);
	}
}
