/**
 * What a bank makes of a debit: sent to it, paid, refused, or taken back later. By itself this happens on the
 * sandbox's clock, by the account's number; a control does it at once.
 * @see https://docs.stripe.com/payments/ach-direct-debit
 */
import type { ScheduledTask } from '../clock.ts';
import type { State } from '../state.ts';
import { createBalanceTransaction } from './balance-transactions.ts';
import { behaviourOf, type FailureCode, failureCodes } from './bank-accounts.ts';
import { openDispute } from './disputes.ts';
import { byItself, type Cause, emit } from './emit.ts';
import { docUrl } from './errors.ts';
import { paymentMethodObject } from './objects.ts';
import type { BankAccount, Charge, PaymentIntent } from './records.ts';
import { beginRefunds, dropRefunds } from './refund-settlement.ts';
import { settlesAt } from './settling-times.ts';

const failureMessages: Record<FailureCode, string> = {
	account_closed: "The customer's bank account has been closed.",
	no_account: "The customer's bank account could not be located.",
	insufficient_funds: "The customer's account has insufficient funds to cover this payment.",
	debit_not_authorized: 'The customer has notified their bank that this payment was unauthorized.',
	invalid_currency: "The customer's bank account cannot be debited in this currency.",
	bank_account_restricted: "The customer's bank account does not take debits of this kind.",
	refer_to_customer: 'The bank asks to refer to the customer: it did not tell why it refused.',
};

/** Business days that a debit takes in live mode. */
const liveBusinessDays = 4;

/** Debits are sent to the bank after this part of the time that they take; until then they can be canceled. */
const untilSent = 1 / 5;

/** Lets a charge go its way on the clock, as its account's number has it. */
export function settleByItself({ state, livemode }: Cause, charge: Charge, account: BankAccount): void {
	const behaviour = behaviourOf(account);
	if (behaviour === 'processing') return;
	const now = state.clock.now();
	const end = settlesAt(state, livemode, liveBusinessDays);
	later(state, charge, now + (end - now) * untilSent, () => send(state, charge));
	later(state, charge, end, () => {
		if (failureCodes.some((code) => code === behaviour)) return fail(state, charge, behaviour as FailureCode);
		succeed(state, charge);
		if (behaviour === 'dispute') dispute(state, charge, 'debit_not_authorized');
	});
}

function later(state: State, charge: Charge, at: number, run: () => void): void {
	const due: ScheduledTask = {
		at,
		run: () => {
			if (charge.status === 'pending') run();
		},
	};
	state.tasks.push(due);
	state.settlements.set(charge.id, [...(state.settlements.get(charge.id) ?? []), due]);
}

/** Nothing happens to the charge by itself any more. */
export function unschedule(state: State, charge: Charge): void {
	for (const due of state.settlements.get(charge.id) ?? []) {
		const index = state.tasks.indexOf(due);
		if (index >= 0) state.tasks.splice(index, 1);
	}
	state.settlements.delete(charge.id);
}

export const intentOf = (state: State, charge: Charge): PaymentIntent | undefined =>
	charge.payment_intent === null ? undefined : state.paymentIntents.get(charge.payment_intent);

export const accountOf = (state: State, charge: Charge): BankAccount | undefined =>
	state.bankAccounts.get(charge.payment_method ?? '');

/** Whether the bank has it already. */
export const isSent = (charge: Charge): boolean => charge.balance_transaction !== null;

/** On its way to the bank: from now on it has a balance transaction, and cannot be canceled. */
export function send(state: State, charge: Charge): void {
	if (isSent(charge)) return;
	charge.balance_transaction = createBalanceTransaction(state, charge, 'payment').id;
	emit(byItself(state, charge.livemode), 'charge.updated', charge, { balance_transaction: null });
}

export function succeed(state: State, charge: Charge): void {
	unschedule(state, charge);
	send(state, charge);
	const cause = byItself(state, charge.livemode);
	charge.status = 'succeeded';
	charge.paid = true;
	const bank = charge.payment_method_details?.us_bank_account;
	if (bank) bank.payment_reference = `091000015${String(state.charges.size).padStart(6, '0')}`;
	const intent = intentOf(state, charge);
	if (intent) Object.assign(intent, { status: 'succeeded', amount_received: charge.amount });
	emit(cause, 'charge.succeeded', charge);
	if (intent) emit(cause, 'payment_intent.succeeded', intent);
	beginRefunds(state, charge);
}

/** The bank refuses: the intent wants another payment method, and tells why. */
export function fail(state: State, charge: Charge, code: FailureCode): void {
	unschedule(state, charge);
	const cause = byItself(state, charge.livemode);
	markFailed(state, charge, { code, message: failureMessages[code] });
	emit(cause, 'charge.failed', charge);
	const intent = intentOf(state, charge);
	if (intent) emit(cause, 'payment_intent.payment_failed', intent);
	dropRefunds(state, charge);
}

/** Writes a failure into the charge and its intent. */
export function markFailed(
	state: State,
	charge: Charge,
	{ code, message }: { code: string; message: string },
): void {
	if (isSent(charge)) {
		const back = createBalanceTransaction(state, charge, 'payment_failure_refund');
		charge.failure_balance_transaction = back.id;
	}
	const { outcome } = charge;
	Object.assign(charge, { status: 'failed', paid: false, failure_code: code, failure_message: message });
	if (outcome) {
		Object.assign(outcome, {
			network_status: 'declined_by_network',
			reason: code,
			seller_message: 'The bank did not accept this payment.',
			type: 'issuer_declined',
		});
	}
	const intent = intentOf(state, charge);
	const account = accountOf(state, charge);
	if (!intent) return;
	intent.status = 'requires_payment_method';
	intent.payment_method = null;
	intent.last_payment_error = {
		charge: charge.id,
		code,
		doc_url: docUrl(code),
		message,
		...(account ? { payment_method: paymentMethodObject(account) } : {}),
		type: 'card_error',
	};
}

/** A payment that had succeeded is taken back by the bank, for good. */
export function dispute(state: State, charge: Charge, reason: string): void {
	if (charge.disputed) return;
	unschedule(state, charge);
	openDispute(state, charge, reason);
}
