/** Moves a payment at once, as its bank would in days: what the control `payments/:id` does. */
import type { State } from '../state.ts';
import { type FailureCode, failureCodes } from './bank-accounts.ts';
import { blockAccount } from './disputes.ts';
import { byItself } from './emit.ts';
import type { Charge } from './records.ts';
import { beginRefund, failRefund, finishRefund, refundsOf } from './refund-settlement.ts';
import { refundsCreate } from './refunds.ts';
import { dispute, fail, send, succeed, unschedule } from './settlement.ts';
import { accountVersion } from './versions.ts';

/**
 * `processing`: nothing happens by itself any more. `sent`: the bank has it. `blocked`: it fails, and so does
 * every later one from the account. `dispute`: the bank takes it back after it succeeded. `refunded`: it is given
 * back, or what was asked to be given back has arrived; `refund_failed`: it could not.
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

/** What a return that comes after success is called as a dispute. */
const lateReasons: Record<FailureCode, string> = {
	insufficient_funds: 'insufficient_funds',
	account_closed: 'incorrect_account_details',
	no_account: 'incorrect_account_details',
	debit_not_authorized: 'debit_not_authorized',
	invalid_currency: 'bank_cannot_process',
	bank_account_restricted: 'bank_cannot_process',
	refer_to_customer: 'bank_cannot_process',
};

/** Thrown for what cannot happen to the payment; its message says why. */
export class PaymentControlError extends Error {
	override name = 'PaymentControlError';
}

/** `id` is a PaymentIntent's (its latest charge is meant) or a Charge's. */
export function settlePayment(state: State, id: string, outcome: PaymentOutcome): Charge {
	const charge = state.charges.get(state.paymentIntents.get(id)?.latest_charge ?? id);
	if (!charge) {
		throw new PaymentControlError(`There is no payment ${id.slice(0, 60)} that was confirmed.`);
	}
	if (charge.status === 'failed') throw new PaymentControlError(`The payment ${id} has failed already.`);
	const isPending = charge.status === 'pending';
	const code = failureCodes.find((failure) => failure === outcome);
	if (code) {
		if (isPending) fail(state, charge, code);
		else dispute(state, charge, lateReasons[code]);
		return charge;
	}
	if (isPending && outcome !== 'processing' && outcome !== 'sent' && outcome !== 'blocked')
		succeed(state, charge);
	else if (!isPending && !['dispute', 'refunded', 'refund_failed'].includes(outcome)) {
		throw new PaymentControlError(`The payment ${id} has succeeded already; it cannot be '${outcome}' now.`);
	}
	switch (outcome) {
		case 'processing':
			unschedule(state, charge);
			break;
		case 'sent':
			send(state, charge);
			break;
		case 'blocked':
			fail(state, charge, 'account_closed');
			blockAccount(state, charge.payment_method ?? '', {
				network_code: 'R02',
				reason: 'bank_account_closed',
			});
			break;
		case 'dispute':
			dispute(state, charge, 'debit_not_authorized');
			break;
		case 'refunded':
			refund(state, charge);
			break;
		case 'refund_failed':
			for (const one of refundsOf(state, charge)) failRefund(state, charge, one);
			break;
	}
	return charge;
}

/** Finishes the refunds that were asked for; where there are none, gives everything back. */
function refund(state: State, charge: Charge): void {
	const asked = refundsOf(state, charge);
	if (asked.length === 0) {
		refundsCreate.answer({
			...byItself(state, charge.livemode),
			...{ version: accountVersion, path: {}, parameters: { charge: charge.id } },
		});
	}
	for (const one of refundsOf(state, charge)) {
		if (one.pending_reason === 'charge_pending') beginRefund(byItself(state, charge.livemode), charge, one);
		finishRefund(state, charge, one);
	}
}
