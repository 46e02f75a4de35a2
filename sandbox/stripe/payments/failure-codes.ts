/** Why a bank does not pay a debit. @see https://docs.stripe.com/payments/ach-direct-debit#payment-failures */

export const failureCodes = [
	'account_closed',
	'no_account',
	'insufficient_funds',
	'debit_not_authorized',
	'invalid_currency',
	'bank_account_restricted',
	'refer_to_customer',
] as const;

/** A Charge's `failure_code`. */
export type FailureCode = (typeof failureCodes)[number];

export const isFailureCode = (text: string): text is FailureCode =>
	(failureCodes as readonly string[]).includes(text);

/** A Charge's `failure_message`. */
export const failureMessages: Record<FailureCode, string> = {
	account_closed: "The customer's bank account has been closed.",
	no_account: "The customer's bank account could not be located.",
	insufficient_funds: "The customer's account has insufficient funds to cover this payment.",
	debit_not_authorized: 'The customer has notified their bank that this payment was unauthorized.',
	invalid_currency: "The customer's bank account cannot be debited in this currency.",
	bank_account_restricted: "The customer's bank account does not take debits of this kind.",
	refer_to_customer: 'The bank asks to refer to the customer: it did not tell why it refused.',
};

/** A Dispute's `reason`, if the bank returns the debit after it has succeeded. */
export const disputeReasons: Record<FailureCode, string> = {
	insufficient_funds: 'insufficient_funds',
	account_closed: 'incorrect_account_details',
	no_account: 'incorrect_account_details',
	debit_not_authorized: 'debit_not_authorized',
	invalid_currency: 'bank_cannot_process',
	bank_account_restricted: 'bank_cannot_process',
	refer_to_customer: 'bank_cannot_process',
};
