/**
 * PaymentIntents that verify the account by micro-deposits before they debit it.
 * @see https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#verify-bank-accounts-with-microdeposits
 */
import { verifyAmounts, verifyCode } from '../customers/micro-deposits.ts';
import { requireStoredPaymentMethod } from '../customers/payment-methods.ts';
import type { StripeCall } from '../endpoint.ts';
import { docUrl, invalidParameter, invalidRequest, missingParameter } from '../errors.ts';
import { emit } from '../events/emit.ts';
import type { BankAccount, Mandate, PaymentIntent } from '../records.ts';
import { optionalText, optionalTexts } from '../requests/parameters.ts';
import { unexpectedState } from './payment-intents.ts';
import { nextBusinessDay } from './settlement-times.ts';

/** Whether the account has to be verified now: the intent or the settings ask for it, or it was made from its numbers. */
export function needsMicroDeposits(
	{ state }: StripeCall,
	intent: PaymentIntent,
	account: BankAccount,
): boolean {
	if (account.receivedDeposits) return false;
	const isWanted =
		state.stripe.microdeposits ||
		intent.payment_method_options?.us_bank_account?.verification_method === 'microdeposits';
	return isWanted || (account.id.startsWith('pm_') && account.status === 'new');
}

export function waitForMicroDeposits(call: StripeCall, intent: PaymentIntent, mandate: Mandate): void {
	const { state } = call;
	intent.status = 'requires_action';
	intent.next_action = {
		type: 'verify_with_microdeposits',
		verify_with_microdeposits: {
			arrival_date: Math.floor(Date.parse(nextBusinessDay(state)) / 1000),
			hosted_verification_url: `https://payments.stripe.com/microdeposit/pacs_test_${state.ids.letters('verification', 24)}`,
			microdeposit_type: 'amounts',
		},
	};
	state.waitingMandates.set(intent.id, mandate);
	emit(call, 'payment_intent.requires_action', intent);
}

/**
 * Returns what the debit goes on with. Throws payment_intent_unexpected_state and payment_method_microdeposit_…; after
 * too many attempts the intent has failed.
 */
export function verifyMicroDeposits(
	call: StripeCall,
	intent: PaymentIntent,
): { account: BankAccount; mandate: Mandate } {
	const mandate = call.state.waitingMandates.get(intent.id);
	if (intent.status !== 'requires_action' || !mandate) {
		throw unexpectedState(
			intent,
			`You cannot verify microdeposits for this PaymentIntent because it has a status of ${intent.status}.`,
		);
	}
	const id = intent.payment_method ?? undefined;
	const account = requireStoredPaymentMethod(call, { id, status: 400 });
	const { kind, result } = readAndVerify(call, account);
	if (result === 'wrong_amounts') {
		throw invalidRequest('The amounts or the code provided do not match what was sent to the bank account.', {
			code: `payment_method_microdeposit_verification_${kind}_mismatch`,
			details: { payment_intent: intent },
		});
	}
	intent.next_action = null;
	call.state.waitingMandates.delete(intent.id);
	if (result === 'verified') return { account, mandate };
	const code = 'payment_method_microdeposit_verification_attempts_exceeded';
	const message = 'You have exceeded the number of allowed verification attempts.';
	intent.status = 'requires_payment_method';
	intent.payment_method = null;
	intent.last_payment_error = { code, doc_url: docUrl(code), message, type: 'invalid_request_error' };
	emit(call, 'payment_intent.payment_failed', intent);
	throw invalidRequest(message, { code, details: { payment_intent: intent } });
}

function readAndVerify({ parameters }: StripeCall, account: BankAccount) {
	const amounts = optionalTexts(parameters, 'amounts');
	const descriptor = optionalText(parameters, 'descriptor_code');
	if (descriptor) return { kind: 'descriptor_code', result: verifyCode(account, descriptor) } as const;
	if (!amounts) throw missingParameter('amounts');
	if (amounts.length !== 2 || !amounts.every((amount) => /^\d{1,2}$/.test(amount))) {
		throw invalidParameter('amounts', 'You must provide the two amounts, in cents, as whole numbers.');
	}
	return { kind: 'amounts', result: verifyAmounts(account, amounts) } as const;
}
