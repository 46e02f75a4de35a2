/**
 * Why a debit failed or was taken back, for the merchant and for the shopper: Stripe's failure codes of bank debits,
 * the reasons of its disputes, and one code of our own. `docs/payments.md` shows the same table.
 * @see https://docs.stripe.com/payments/ach-direct-debit#failed-payments
 * @see https://docs.stripe.com/error-codes
 */
import type { PaymentFailure } from '../contract.ts';

const useAnotherAccount =
	'This account cannot be debited. Please choose another account or another way to pay.';
const checkFunds =
	'There was not enough money in this account. Please make sure that there is, or choose another way to pay.';
const askBank = 'Your bank did not allow this payment. Please ask your bank, or choose another way to pay.';
const payOtherwise = 'This payment did not go through. Please choose another way to pay.';

type DeclineCode = Omit<PaymentFailure, 'code'>;

export const declineCodes: Record<string, DeclineCode> = {
	insufficient_funds: {
		message: 'The account did not have enough money. The same debit may be tried again, twice at most.',
		display_message: checkFunds,
	},
	account_closed: {
		message: 'The bank account has been closed.',
		display_message: useAnotherAccount,
	},
	no_account: {
		message: 'The bank finds no such account.',
		display_message: useAnotherAccount,
	},
	debit_not_authorized: {
		message:
			'The account holder told the bank that they did not authorize the debit. Talk to them before you debit them again.',
		display_message: askBank,
	},
	bank_account_restricted: {
		message: 'The account does not take debits: it is frozen, or of a kind without them.',
		display_message: useAnotherAccount,
	},
	bank_account_declined: {
		message: 'The bank declined the debit.',
		display_message: askBank,
	},
	bank_account_unusable: {
		message: 'Stripe debits this account no more, because of earlier returns.',
		display_message: useAnotherAccount,
	},
	bank_account_unverified: {
		message: 'Stripe does not know the account as verified. Let the shopper connect it anew.',
		display_message: useAnotherAccount,
	},
	refer_to_customer: {
		message: 'The bank did not say why it returned the debit: the account holder has to ask it.',
		display_message: askBank,
	},
	invalid_currency: {
		message: 'The account cannot be debited in US dollars.',
		display_message: useAnotherAccount,
	},
	payment_intent_mandate_invalid: {
		message: 'The mandate at Stripe is no longer active. Let the shopper authorize anew.',
		display_message: payOtherwise,
	},
	payment_intent_payment_attempt_failed: {
		message: 'Stripe blocked the debit as too risky.',
		display_message: payOtherwise,
	},
	charge_exceeds_source_limit: {
		message:
			'It would exceed what Stripe lets your account debit within a week. Ask Stripe to raise the limit.',
		display_message: payOtherwise,
	},
	charge_exceeds_transaction_limit: {
		message: 'It is more than Stripe lets your account debit at once. Ask Stripe to raise the limit.',
		display_message: payOtherwise,
	},
	incorrect_account_details: {
		message: 'The bank returned the debit: there is no such account any more.',
		display_message: useAnotherAccount,
	},
	bank_cannot_process: {
		message: 'The bank returned the debit: it could not process it.',
		display_message: askBank,
	},
	never_sent: {
		message:
			'Stripe was not reached, and nobody asked again within a day. Nothing was debited, and nothing will be.',
		display_message: payOtherwise,
	},
};

/** Codes whose meaning another code has in the table. */
const synonyms: Record<string, string> = {
	account_number_invalid: 'no_account',
	routing_number_invalid: 'no_account',
	bank_account_bad_routing_numbers: 'no_account',
	payment_method_bank_account_blocked: 'bank_account_unusable',
	bank_account_verification_failed: 'bank_account_unverified',
	"bank_can't_process": 'bank_cannot_process',
};

/** @param stripeMessage what Stripe says, for a code that is not in the table */
export function failureOf(code: string, stripeMessage?: string | null): PaymentFailure {
	const name = ownValue(synonyms, code) ?? code;
	const known = ownValue(declineCodes, name);
	if (known) return { code, ...known };
	return {
		code,
		message: stripeMessage || 'The debit did not go through; Stripe’s dashboard tells more.',
		display_message: payOtherwise,
	};
}

/** A code may be any string, such as `constructor`. */
const ownValue = <T>(table: Record<string, T>, name: string): T | undefined =>
	Object.hasOwn(table, name) ? table[name] : undefined;
