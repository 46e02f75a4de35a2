/** PaymentMethods: bank accounts that requests describe or name. @see https://docs.stripe.com/api/payment_methods */
import type { State } from '../../state.ts';
import type { Cause, Scope, StripeCall } from '../endpoint.ts';
import {
	inOtherMode,
	invalidParameter,
	invalidRequest,
	missingParameter,
	type StripeRefusal,
} from '../errors.ts';
import { emit } from '../events/emit.ts';
import type { BankAccount, Customer } from '../records.ts';
import { mergeMetadata, optionalAddress, optionalEmail } from '../requests/common-fields.ts';
import { type RecordName, requireRecord } from '../requests/find-record.ts';
import type { Form } from '../requests/form.ts';
import {
	fullName,
	optionalChoice,
	optionalHash,
	optionalText,
	requiredText,
} from '../requests/parameters.ts';
import { acceptsExternalToken } from '../requests/versions.ts';
import { newBankAccount, readNumbers } from './bank-accounts.ts';
import { sourcesOf } from './customers.ts';
import { paymentMethodJson } from './json.ts';
import { bankAccountOfProcessorToken } from './processor-tokens.ts';
import { numberOfTestPaymentMethod } from './test-accounts.ts';

export const holderTypes = ['individual', 'company'] as const;
export const accountTypes = ['checking', 'savings'] as const;

/** The fields that describe a PaymentMethod. */
export const paymentMethodFields = [
	'type',
	'us_bank_account',
	'billing_details',
	'metadata',
	'allow_redisplay',
];

const usBankAccountFields = [
	'account_holder_type',
	'account_number',
	'account_type',
	'financial_connections_account',
	'routing_number',
];

/** Creates a PaymentMethod from a request's parameters or `payment_method_data`. The caller stores it. */
export function newPaymentMethod(call: Scope & { version: string }, data: Form): BankAccount {
	const { state, livemode, version } = call;
	const type = requiredText(data, 'type');
	if (type !== 'us_bank_account') {
		throw invalidParameter(
			fullName(data, 'type'),
			`The sandbox knows us_bank_account only, not '${type.slice(0, 40)}'.`,
		);
	}
	const fields = acceptsExternalToken(version)
		? [...usBankAccountFields, 'external_token']
		: usBankAccountFields;
	const usBankAccount = optionalHash(data, 'us_bank_account', fields);
	if (!usBankAccount) throw missingParameter(fullName(data, 'us_bank_account'));
	const id = state.ids.stripe('pm', 24);
	const account =
		bankAccountOfProcessorToken(call, usBankAccount, id) ??
		newBankAccount(state, { id, livemode, status: 'new', ...readNumbers(usBankAccount) });
	account.accountHolderType = optionalChoice(usBankAccount, 'account_holder_type', holderTypes) ?? null;
	account.accountType = optionalChoice(usBankAccount, 'account_type', accountTypes) ?? 'checking';
	writeBillingDetails(account, data);
	account.metadata = mergeMetadata({}, data.metadata);
	if (account.accountHolderName === null) {
		throw missingParameter(`${fullName(data, 'billing_details')}[name]`);
	}
	return account;
}

export function writeBillingDetails(account: BankAccount, data: Form): void {
	const fields = ['address', 'email', 'name', 'phone', 'tax_id'];
	const billing = optionalHash(data, 'billing_details', fields);
	if (!billing) return;
	const name = optionalText(billing, 'name');
	const email = optionalEmail(billing);
	const phone = optionalText(billing, 'phone');
	const address = optionalAddress(billing, 'address');
	if (name !== undefined) account.accountHolderName = name;
	if (email !== undefined) account.billing.email = email;
	if (phone !== undefined) account.billing.phone = phone;
	if (address !== undefined) account.billing.address = address;
}

type PaymentMethodName = { id: string | undefined; status: NonNullable<RecordName['status']> };

const what = { what: 'PaymentMethod', param: 'payment_method' };

/** A stored PaymentMethod or source. Throws resource_missing. */
export const requireStoredPaymentMethod = (scope: Scope, name: PaymentMethodName): BankAccount =>
	requireRecord(scope, scope.state.bankAccounts, { ...what, ...name });

/** A stored PaymentMethod or source, or a new PaymentMethod if a test one is named. Throws resource_missing. */
export function requirePaymentMethod(scope: Scope, { id = '', status }: PaymentMethodName): BankAccount {
	const { state, livemode } = scope;
	const accountNumber = numberOfTestPaymentMethod(id);
	if (accountNumber === undefined) return requireStoredPaymentMethod(scope, { id, status });
	if (livemode) throw inOtherMode({ ...what, id, status, livemode: false });
	const account = newBankAccount(state, {
		id: state.ids.stripe('pm', 24),
		livemode,
		status: 'verified',
		accountNumber,
	});
	account.accountHolderName = 'Jenny Rosen';
	account.accountHolderType = 'individual';
	account.accountType = 'checking';
	state.bankAccounts.set(account.id, account);
	return account;
}

/** The account in an intent's `payment_method` or `payment_method_data`, stored; `null` if it has neither. */
export function readPaymentMethod(call: StripeCall): BankAccount | null {
	const { state, parameters } = call;
	const data = optionalHash(parameters, 'payment_method_data', paymentMethodFields);
	const id = optionalText(parameters, 'payment_method');
	if (data && id) {
		throw invalidParameter(
			'payment_method_data',
			'You may only specify one of these parameters: payment_method, payment_method_data.',
		);
	}
	if (!data) return id ? requirePaymentMethod(call, { id, status: 400 }) : null;
	const account = newPaymentMethod(call, data);
	state.bankAccounts.set(account.id, account);
	return account;
}

/** Everything that a Customer can pay with, newest first. */
export function paymentMethodsOf(state: State, customer: Customer): BankAccount[] {
	const own = customer.paymentMethods.flatMap((id) => state.bankAccounts.get(id) ?? []);
	return [...sourcesOf(state, customer), ...own].sort((a, b) => a.created - b.created).reverse();
}

/** Attaches an account to a Customer. Does nothing if it is attached already. */
export function attachPaymentMethod(cause: Cause, account: BankAccount, customer: Customer): void {
	if (account.customer === customer.id) return;
	if (account.customer !== null) {
		throw invalidRequest('The payment method you provided has already been attached to a customer.', {
			param: 'payment_method',
		});
	}
	requireNotUsedUp(account);
	account.customer = customer.id;
	customer.paymentMethods.push(account.id);
	emit(cause, 'payment_method.attached', paymentMethodJson(account));
}

/** Throws if an intent cannot use the account, because it is another Customer's or used up. */
export function requireUsable(intent: { customer: string | null }, account: BankAccount): void {
	requireNotUsedUp(account);
	if (account.customer === null || account.customer === intent.customer) return;
	if (intent.customer !== null) throw notOfCustomer(account.id, 400);
	throw invalidRequest(
		`The PaymentMethod supplied (${account.id}) belongs to the Customer ${account.customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
		{ param: 'payment_method' },
	);
}

function requireNotUsedUp(account: BankAccount): void {
	if (!account.usedUp) return;
	throw invalidRequest(
		'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
		{ param: 'payment_method' },
	);
}

export const notOfCustomer = (id: string, status: 400 | 404): StripeRefusal =>
	invalidRequest(
		`The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
		{ code: 'resource_missing', param: 'payment_method', status },
	);
