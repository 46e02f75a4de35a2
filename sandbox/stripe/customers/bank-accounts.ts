/** Creates bank accounts from account numbers. @see https://docs.stripe.com/api/customer_bank_accounts */
import type { State } from '../../state.ts';
import { invalidParameter } from '../errors.ts';
import type { BankAccount } from '../records.ts';
import type { Form } from '../requests/form.ts';
import { fullName, requiredText } from '../requests/parameters.ts';
import { initialBlock, testAccountNumber, testRoutingNumber } from './test-accounts.ts';

type NewBankAccount = Pick<BankAccount, 'id' | 'livemode' | 'status'> & {
	accountNumber?: string;
	routingNumber?: string;
};

/** An account without a Customer and a holder. The caller stores it. Only its last four digits are stored. */
export function newBankAccount(
	state: State,
	{
		id,
		livemode,
		status,
		accountNumber = testAccountNumber,
		routingNumber = testRoutingNumber,
	}: NewBankAccount,
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
		receivedDeposits: false,
		blocked: initialBlock({ last4, routingNumber }),
		usedUp: false,
		billing: { address: null, email: null, phone: null },
		metadata: {},
	};
}

/** Reads `routing_number` and `account_number`. Throws routing_number_invalid and account_number_invalid. */
export function readNumbers(form: Form): { routingNumber: string; accountNumber: string } {
	const routingNumber = requiredText(form, 'routing_number');
	const accountNumber = requiredText(form, 'account_number');
	if (!/^\d{9}$/.test(routingNumber)) {
		throw invalidParameter(
			fullName(form, 'routing_number'),
			'Routing number must have 9 digits',
			'routing_number_invalid',
		);
	}
	if (!/^\d{4,17}$/.test(accountNumber)) {
		throw invalidParameter(
			fullName(form, 'account_number'),
			'Invalid account number: it must contain only digits, and be at most 17 digits long',
			'account_number_invalid',
		);
	}
	return { routingNumber, accountNumber };
}
