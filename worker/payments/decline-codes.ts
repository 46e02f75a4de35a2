/**
 * Why a debit failed or was taken back, in words: Stripe's codes for bank debits, the reasons of its disputes, and one
 * of our own. `docs/payments.md` has the table.
 * @see https://docs.stripe.com/payments/ach-direct-debit#failed-payments
 * @see https://docs.stripe.com/error-codes
 */
import type { PaymentFailure } from '../contract.ts';

const another = 'This account cannot be debited. Please choose another account or another way to pay.';
const money =
	'There was not enough money in this account. Please make sure that there is, or choose another way to pay.';
const bank = 'Your bank did not allow this payment. Please ask your bank, or choose another way to pay.';
const general = 'This payment did not go through. Please choose another way to pay.';

/** For the merchant, and for the shopper. */
export const failureWords: Record<string, [message: string, display: string]> = {
	insufficient_funds: [
		'The account did not have enough money. The same debit may be tried again, twice at most.',
		money,
	],
	account_closed: ['The bank account has been closed.', another],
	no_account: ['The bank finds no such account.', another],
	debit_not_authorized: [
		'The account holder told the bank that they did not authorize the debit. Talk to them before you debit them again.',
		bank,
	],
	bank_account_restricted: [
		'The account does not take debits: it is frozen, or of a kind without them.',
		another,
	],
	bank_account_declined: ['The bank declined the debit.', bank],
	bank_account_unusable: ['Stripe debits this account no more, because of earlier returns.', another],
	bank_account_unverified: [
		'Stripe does not know the account as verified. Let the shopper connect it anew.',
		another,
	],
	refer_to_customer: [
		'The bank did not say why it returned the debit: the account holder has to ask it.',
		bank,
	],
	invalid_currency: ['The account cannot be debited in US dollars.', another],
	payment_intent_mandate_invalid: [
		'The mandate at Stripe is no longer active. Let the shopper authorize anew.',
		general,
	],
	payment_intent_payment_attempt_failed: ['Stripe blocked the debit as too risky.', general],
	charge_exceeds_source_limit: [
		'It would exceed what Stripe lets your account debit within a week. Ask Stripe to raise the limit.',
		general,
	],
	charge_exceeds_transaction_limit: [
		'It is more than Stripe lets your account debit at once. Ask Stripe to raise the limit.',
		general,
	],
	incorrect_account_details: ['The bank returned the debit: there is no such account any more.', another],
	bank_cannot_process: ['The bank returned the debit: it could not process it.', bank],
	never_sent: [
		'Stripe was not reached, and nobody asked again within a day. Nothing was debited, and nothing will be.',
		general,
	],
};

/** Codes that mean the same. */
const same: Record<string, string> = {
	account_number_invalid: 'no_account',
	routing_number_invalid: 'no_account',
	bank_account_bad_routing_numbers: 'no_account',
	payment_method_bank_account_blocked: 'bank_account_unusable',
	bank_account_verification_failed: 'bank_account_unverified',
	"bank_can't_process": 'bank_cannot_process',
};

/** A code that is new to us is told in Stripe's own words, where there are some. */
export function failureOf(code: string, stripesWords?: string | null): PaymentFailure {
	const name = Object.hasOwn(same, code) ? (same[code] ?? code) : code;
	const [message, display_message] = (Object.hasOwn(failureWords, name) && failureWords[name]) || [
		stripesWords || 'The debit did not go through; Stripe’s dashboard tells more.',
		general,
	];
	return { code, message, display_message };
}
