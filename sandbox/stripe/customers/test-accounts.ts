/**
 * Stripe's test account numbers, test PaymentMethods and test tokens, and what payments from them do.
 * @see https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test-account-numbers
 */
import type { FailureCode } from '../payments/failure-codes.ts';
import type { BankAccount, BlockedAccount } from '../records.ts';

export const testRoutingNumber = '110000000';

/** Its payments succeed. All tokens from Plaid's Sandbox are for this account. */
export const testAccountNumber = '000123456789';

/** What happens to a payment from an account, unless a control decides otherwise. */
export type AccountBehavior =
	| 'succeeded'
	| FailureCode
	| 'dispute'
	| 'processing'
	| 'weekly_limit_exceeded'
	| 'highest_risk'
	| 'microdeposits_fail';

/** By the last four digits, which differ between all test accounts. */
const behaviors: Readonly<Record<string, AccountBehavior>> = {
	1113: 'account_closed',
	1116: 'no_account',
	2227: 'insufficient_funds',
	3335: 'debit_not_authorized',
	4440: 'invalid_currency',
	6661: 'microdeposits_fail',
	5559: 'dispute',
	'0009': 'processing',
	7771: 'weekly_limit_exceeded',
	4954: 'highest_risk',
};

type Numbers = Pick<BankAccount, 'last4' | 'routingNumber'>;

export const behaviorOf = ({ last4, routingNumber }: Numbers): AccountBehavior =>
	(routingNumber === testRoutingNumber ? behaviors[last4] : undefined) ?? 'succeeded';

/** The test account 000888888885 is blocked from the start. */
export const initialBlock = ({ last4, routingNumber }: Numbers): BlockedAccount | null =>
	routingNumber === testRoutingNumber && last4 === '8885'
		? { network_code: null, reason: 'tokenized_account_number_deactivated' }
		: null;

const paymentMethods: Readonly<Record<string, string>> = {
	pm_usBankAccount_success: testAccountNumber,
	pm_usBankAccount_accountClosed: '000111111113',
	pm_usBankAccount_noAccount: '000111111116',
	pm_usBankAccount_insufficientFunds: '000222222227',
	pm_usBankAccount_debitNotAuthorized: '000333333335',
	pm_usBankAccount_invalidCurrency: '000444444440',
	pm_usBankAccount_failMicrodeposits: '000666666661',
	pm_usBankAccount_dispute: '000555555559',
	pm_usBankAccount_processing: '000000000009',
	pm_usBankAccount_weeklyLimitExceeded: '000777777771',
	pm_usBankAccount_riskLevelHighest: '000000004954',
};

const tokens: Readonly<Record<string, string>> = {
	btok_us_verified: testAccountNumber,
	btok_us_verified_noAccount: '000111111116',
	btok_us_verified_accountClosed: '000111111113',
	btok_us_verified_insufficientFunds: '000222222227',
	btok_us_verified_debitNotAuthorized: '000333333335',
	btok_us_verified_invalidCurrency: '000444444440',
};

/** The account number of a test PaymentMethod. Each use of its id creates another PaymentMethod. */
export const numberOfTestPaymentMethod = (id: string): string | undefined =>
	Object.hasOwn(paymentMethods, id) ? paymentMethods[id] : undefined;

/** The account number of a test token. It can be used any number of times; each use creates another account. */
export const numberOfTestToken = (id: string): string | undefined =>
	Object.hasOwn(tokens, id) ? tokens[id] : undefined;
