/**
 * Bank accounts by their numbers, and what the test numbers do.
 * @see https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test-account-numbers
 */
import type { State } from '../state.ts';
import { invalidParameter } from './errors.ts';
import type { Form } from './form.ts';
import { requiredText } from './parameters.ts';
import type { BankAccount } from './records.ts';

export const testRoutingNumber = '110000000';

/** The account of every token that Plaid's Sandbox has made. */
export const testAccountNumber = '000123456789';

export const failureCodes = [
	'account_closed',
	'no_account',
	'insufficient_funds',
	'debit_not_authorized',
	'invalid_currency',
	'bank_account_restricted',
	'refer_to_customer',
] as const;

/** Why a bank did not pay: a Charge's `failure_code`. */
export type FailureCode = (typeof failureCodes)[number];

/** What comes of a payment from an account, where nobody says otherwise. */
export type Behaviour =
	| 'succeeded'
	| FailureCode
	| 'dispute'
	| 'processing'
	| 'weekly_limit_exceeded'
	| 'highest_risk'
	| 'microdeposits_fail';

/** By the last four digits, which each of the test accounts has for itself. */
const behaviours: Readonly<Record<string, Behaviour>> = {
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

export const behaviourOf = ({ last4, routingNumber }: BankAccount): Behaviour =>
	(routingNumber === testRoutingNumber ? behaviours[last4] : undefined) ?? 'succeeded';

/** `pm_usBankAccount_…`: test PaymentMethods, by the account that each use is another one of. */
export const testPaymentMethods: Readonly<Record<string, string>> = {
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

/** An account that belongs to nobody yet and is kept nowhere. Its number is not kept either. */
export function newBankAccount(
	state: State,
	{
		id,
		livemode,
		status,
		accountNumber = testAccountNumber,
		routingNumber = testRoutingNumber,
	}: {
		id: string;
		livemode: boolean;
		status: BankAccount['status'];
		accountNumber?: string;
		routingNumber?: string;
	},
): BankAccount {
	const last4 = accountNumber.slice(-4);
	return {
		id,
		livemode,
		created: state.clock.now(),
		customer: null,
		accountHolderName: null,
		accountHolderType: null,
		accountType: null,
		bankName: 'STRIPE TEST BANK',
		fingerprint: state.ids.fingerprint(`${routingNumber} ${accountNumber}`),
		last4,
		routingNumber,
		status,
		failedVerifications: 0,
		blocked:
			routingNumber === testRoutingNumber && last4 === '8885'
				? { network_code: null, reason: 'tokenized_account_number_deactivated' }
				: null,
		usedUp: false,
		billing: { address: null, email: null, phone: null },
		metadata: {},
	};
}

/** `routing_number` and `account_number`, in a hash whose whole name is `param`. Throws what is not a number. */
export function readNumbers(given: Form, param: string): { routingNumber: string; accountNumber: string } {
	const routingNumber = requiredText(given, 'routing_number', `${param}[routing_number]`);
	const accountNumber = requiredText(given, 'account_number', `${param}[account_number]`);
	if (!/^\d{9}$/.test(routingNumber)) {
		throw invalidParameter(
			`${param}[routing_number]`,
			'Routing number must have 9 digits',
			'routing_number_invalid',
		);
	}
	if (!/^\d{4,17}$/.test(accountNumber)) {
		throw invalidParameter(
			`${param}[account_number]`,
			'Invalid account number: it must contain only digits, and be at most 17 digits long',
			'account_number_invalid',
		);
	}
	return { routingNumber, accountNumber };
}
