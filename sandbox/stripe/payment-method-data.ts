/** PaymentMethods as requests describe or name them. @see https://docs.stripe.com/api/payment_methods/create */

import { newBankAccount, readNumbers, testPaymentMethods } from './bank-accounts.ts';
import type { StripeCall } from './endpoint.ts';
import { invalidParameter, missingParameter, otherMode } from './errors.ts';
import { bankAccountOfProcessorToken } from './external-token.ts';
import type { Form } from './form.ts';
import { requireRecord } from './lookup.ts';
import {
	mergeMetadata,
	optionalAddress,
	optionalChoice,
	optionalEmail,
	optionalHash,
	optionalText,
	requiredText,
} from './parameters.ts';
import type { BankAccount } from './records.ts';
import { takesExternalToken } from './versions.ts';

type Call = Pick<StripeCall, 'state' | 'livemode' | 'version'>;

export const paymentMethodFields = [
	...['type', 'us_bank_account', 'billing_details', 'metadata', 'allow_redisplay'],
];

/** What a PaymentMethod is made of: the parameters of its making, or `payment_method_data` of an intent. */
export function newPaymentMethod(call: Call, data: Form, param = ''): BankAccount {
	const { state, livemode, version } = call;
	const at = (name: string) => (param === '' ? name : `${param}[${name}]`);
	const type = requiredText(data, 'type', at('type'));
	if (type !== 'us_bank_account') {
		throw invalidParameter(at('type'), `The sandbox knows us_bank_account only, not '${type.slice(0, 40)}'.`);
	}
	const numbers = optionalHash(
		data,
		'us_bank_account',
		[
			...['account_holder_type', 'account_number', 'account_type', 'financial_connections_account'],
			...['routing_number', ...(takesExternalToken(version) ? ['external_token'] : [])],
		],
		at('us_bank_account'),
	);
	if (!numbers) throw missingParameter(at('us_bank_account'));
	const name = (field: string) => `${at('us_bank_account')}[${field}]`;
	const id = state.ids.stripe('pm', 24);
	const account =
		bankAccountOfProcessorToken(call, numbers, name('external_token'), id) ??
		newBankAccount(state, { id, livemode, status: 'new', ...readNumbers(numbers, at('us_bank_account')) });
	const holderTypes = ['individual', 'company'] as const;
	const holderType = optionalChoice(numbers, 'account_holder_type', holderTypes, name('account_holder_type'));
	const accountTypes = ['checking', 'savings'] as const;
	account.accountHolderType = holderType ?? null;
	account.accountType =
		optionalChoice(numbers, 'account_type', accountTypes, name('account_type')) ?? 'checking';
	writeBilling(account, data, at('billing_details'));
	account.metadata = mergeMetadata({}, data.metadata);
	if (account.accountHolderName === null) throw missingParameter(`${at('billing_details')}[name]`);
	return account;
}

export function writeBilling(account: BankAccount, data: Form, param: string): void {
	const billing = optionalHash(
		data,
		'billing_details',
		['address', 'email', 'name', 'phone', 'tax_id'],
		param,
	);
	if (!billing) return;
	const name = optionalText(billing, 'name', `${param}[name]`);
	const email = optionalEmail(billing, 'email', `${param}[email]`);
	const phone = optionalText(billing, 'phone', `${param}[phone]`);
	const address = optionalAddress(billing, 'address', `${param}[address]`);
	if (name !== undefined) account.accountHolderName = name;
	if (email !== undefined) account.billing.email = email;
	if (phone !== undefined) account.billing.phone = phone;
	if (address !== undefined) account.billing.address = address;
}

/**
 * The account that a request names as its PaymentMethod: a source, a PaymentMethod, or a test PaymentMethod,
 * which each use makes another one of. Throws resource_missing.
 */
export function requirePaymentMethod(
	{ state, livemode }: Call,
	id: string,
	status: 400 | 404,
	param = 'payment_method',
): BankAccount {
	const number = Object.hasOwn(testPaymentMethods, id) ? testPaymentMethods[id] : undefined;
	if (number !== undefined) {
		if (livemode) throw otherMode('PaymentMethod', id, param, false, status);
		const made = newBankAccount(state, {
			...{ id: state.ids.stripe('pm', 24), livemode, status: 'verified', accountNumber: number },
		});
		made.accountHolderName = 'Jenny Rosen';
		made.accountHolderType = 'individual';
		made.accountType = 'checking';
		state.bankAccounts.set(made.id, made);
		return made;
	}
	return requireRecord(state.bankAccounts, id, { what: 'PaymentMethod', param, livemode, status });
}

/** The account that an intent's request names or describes; `null` where it does neither. It is kept from now on. */
export function readPaymentMethod(call: StripeCall): BankAccount | null {
	const { state, parameters } = call;
	const data = optionalHash(parameters, 'payment_method_data', paymentMethodFields);
	const named = optionalText(parameters, 'payment_method');
	if (data && named) {
		throw invalidParameter(
			'payment_method_data',
			'You may only specify one of these parameters: payment_method, payment_method_data.',
		);
	}
	if (!data) return named ? requirePaymentMethod(call, named, 400) : null;
	const made = newPaymentMethod(call, data, 'payment_method_data');
	state.bankAccounts.set(made.id, made);
	return made;
}
