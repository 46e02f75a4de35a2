/**
 * What a bank does with a debit: it is sent to the bank, then it succeeds, fails, or succeeds and is disputed. This
 * happens on the sandbox's clock, as the account's number decides, or at once through a control.
 * @see https://docs.stripe.com/payments/ach-direct-debit
 */
import type { ScheduledTask } from '../../clock.ts';
import type { State } from '../../state.ts';
import { paymentMethodJson } from '../customers/json.ts';
import { behaviorOf } from '../customers/test-accounts.ts';
import { type Scope, withoutRequest } from '../endpoint.ts';
import { docUrl } from '../errors.ts';
import { emit, emitChange } from '../events/emit.ts';
import type { BankAccount, Charge, PaymentIntent } from '../records.ts';
import { createBalanceTransaction } from './balance-transactions.ts';
import { openDispute } from './disputes.ts';
import { type FailureCode, failureMessages, isFailureCode } from './failure-codes.ts';
import { failPendingRefunds, startWaitingRefunds } from './refunds.ts';
import { settlesAt } from './settlement-times.ts';

/** Business days that a debit takes in live mode. */
const liveBusinessDays = 4;

/** The debit is sent to the bank after this part of the time until it settles. Until then it can be canceled. */
const sentAfter = 1 / 5;

/** Schedules what happens to a pending charge, as its account's number decides. */
export function scheduleSettlement({ state, livemode }: Scope, charge: Charge, account: BankAccount): void {
	const behavior = behaviorOf(account);
	if (behavior === 'processing') return;
	const now = state.clock.now();
	const end = settlesAt(state, livemode, liveBusinessDays);
	schedule(state, charge, { at: now + (end - now) * sentAfter, run: () => sendToBank(state, charge) });
	schedule(state, charge, {
		at: end,
		run: () => {
			if (isFailureCode(behavior)) return failCharge(state, charge, behavior);
			succeedCharge(state, charge);
			if (behavior === 'dispute') disputeCharge(state, charge, 'debit_not_authorized');
		},
	});
}

/** Runs a step of the settlement later, unless the charge is no longer pending then. */
function schedule(state: State, charge: Charge, { at, run }: ScheduledTask): void {
	const task: ScheduledTask = {
		at,
		run: () => {
			if (charge.status === 'pending') return run();
		},
	};
	state.tasks.push(task);
	state.settlements.set(charge.id, [...(state.settlements.get(charge.id) ?? []), task]);
}

/** Removes the scheduled steps: the charge stays as it is until something else changes it. */
export function cancelSettlement(state: State, charge: Charge): void {
	for (const task of state.settlements.get(charge.id) ?? []) {
		const index = state.tasks.indexOf(task);
		if (index >= 0) state.tasks.splice(index, 1);
	}
	state.settlements.delete(charge.id);
}

const intentOf = (state: State, charge: Charge): PaymentIntent | undefined =>
	charge.payment_intent === null ? undefined : state.paymentIntents.get(charge.payment_intent);

const accountOf = (state: State, charge: Charge): BankAccount | undefined =>
	state.bankAccounts.get(charge.payment_method ?? '');

/** Whether the debit was sent to the bank. */
export const isSent = (charge: Charge): boolean => charge.balance_transaction !== null;

/** Sends the debit to the bank. It has a balance transaction from now on, and can no longer be canceled. */
export function sendToBank(state: State, charge: Charge): void {
	if (isSent(charge)) return;
	charge.balance_transaction = createBalanceTransaction(state, charge, { type: 'payment' }).id;
	const cause = withoutRequest(state, charge.livemode);
	emitChange(cause, 'charge.updated', { object: charge, previous: { balance_transaction: null } });
}

export function succeedCharge(state: State, charge: Charge): void {
	cancelSettlement(state, charge);
	sendToBank(state, charge);
	const cause = withoutRequest(state, charge.livemode);
	charge.status = 'succeeded';
	charge.paid = true;
	const bank = charge.payment_method_details?.us_bank_account;
	if (bank) bank.payment_reference = `091000015${String(state.charges.size).padStart(6, '0')}`;
	const intent = intentOf(state, charge);
	if (intent) {
		intent.status = 'succeeded';
		intent.amount_received = charge.amount;
	}
	emit(cause, 'charge.succeeded', charge);
	if (intent) emit(cause, 'payment_intent.succeeded', intent);
	startWaitingRefunds(state, charge);
}

/** The bank refuses the debit. The intent requires another payment method. */
export function failCharge(state: State, charge: Charge, code: FailureCode): void {
	cancelSettlement(state, charge);
	const cause = withoutRequest(state, charge.livemode);
	markFailed(state, charge, { code, message: failureMessages[code] });
	emit(cause, 'charge.failed', charge);
	const intent = intentOf(state, charge);
	if (intent) emit(cause, 'payment_intent.payment_failed', intent);
	failPendingRefunds(state, charge);
}

/** Writes a failure to the charge and its intent. The caller emits the events. */
export function markFailed(
	state: State,
	charge: Charge,
	{ code, message }: { code: string; message: string },
): void {
	if (isSent(charge)) {
		const reversal = createBalanceTransaction(state, charge, { type: 'payment_failure_refund' });
		charge.failure_balance_transaction = reversal.id;
	}
	charge.status = 'failed';
	charge.paid = false;
	charge.failure_code = code;
	charge.failure_message = message;
	if (charge.outcome) {
		charge.outcome.network_status = 'declined_by_network';
		charge.outcome.reason = code;
		charge.outcome.seller_message = 'The bank did not accept this payment.';
		charge.outcome.type = 'issuer_declined';
	}
	const intent = intentOf(state, charge);
	if (!intent) return;
	const account = accountOf(state, charge);
	intent.status = 'requires_payment_method';
	intent.payment_method = null;
	intent.last_payment_error = {
		charge: charge.id,
		code: code as NonNullable<PaymentIntent['last_payment_error']>['code'] & string,
		doc_url: docUrl(code),
		message,
		...(account ? { payment_method: paymentMethodJson(account) } : {}),
		type: 'card_error',
	};
}

/** The bank takes back a payment that has succeeded. */
export function disputeCharge(state: State, charge: Charge, reason: string): void {
	if (charge.disputed) return;
	cancelSettlement(state, charge);
	openDispute(state, charge, reason);
}
