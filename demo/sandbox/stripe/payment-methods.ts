/**
 * PaymentMethods: bank accounts that Customers have as sources (`ba_…`), seen as PaymentMethods, and those that
 * are PaymentMethods of their own (`pm_…`).
 * @see https://docs.stripe.com/api/payment_methods
 */
import type { BankAccount, Customer, State } from '../state.ts';
import { newBankAccount, testPaymentMethods } from './bank-accounts.ts';
import { requireCustomer } from './customers.ts';
import { changesSince, emit } from './emit.ts';
import type { StripeCall, StripeEndpoint } from './endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter, otherMode } from './errors.ts';
import { bankAccountOfProcessorToken } from './external-token.ts';
import type { Form } from './form.ts';
import { listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { paymentMethodObject, sourcesOf } from './objects.ts';
import {
	mergeMetadata,
	optionalAddress,
	optionalChoice,
	optionalEmail,
	optionalHash,
	optionalText,
	requiredText,
} from './parameters.ts';
import { takesExternalToken } from './versions.ts';

type Call = Pick<StripeCall, 'state' | 'livemode' | 'version'>;

const dataFields = ['type', 'us_bank_account', 'billing_details', 'metadata', 'allow_redisplay'];

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
	const external = bankAccountOfProcessorToken(call, numbers, name('external_token'), id);
	let account = external;
	if (!account) {
		const accountNumber = requiredText(numbers, 'account_number', name('account_number'));
		const routingNumber = requiredText(numbers, 'routing_number', name('routing_number'));
		if (!/^\d{9}$/.test(routingNumber)) {
			throw invalidParameter(
				name('routing_number'),
				'Routing number must have 9 digits',
				'routing_number_invalid',
			);
		}
		if (!/^\d{4,17}$/.test(accountNumber)) {
			throw invalidParameter(
				name('account_number'),
				'Invalid account number: it must contain only digits, and be at most 17 digits long',
				'account_number_invalid',
			);
		}
		account = newBankAccount(state, { id, livemode, status: 'new', accountNumber, routingNumber });
	}
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

function writeBilling(account: BankAccount, data: Form, param: string): void {
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

const permission = { read: 'rak_payment_method_read', write: 'rak_payment_method_write' };

export const paymentMethodsCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_methods',
	permission: permission.write,
	parameters: dataFields,
	returns: 'payment_method',
	answer: (call) => {
		const made = newPaymentMethod(call, call.parameters);
		call.state.bankAccounts.set(made.id, made);
		return paymentMethodObject(made);
	},
};

export const paymentMethodsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/payment_methods/:id',
	permission: permission.read,
	parameters: [],
	returns: 'payment_method',
	answer: (call) => paymentMethodObject(requirePaymentMethod(call, call.path.id ?? '', 404)),
};

/** Tells who holds the account; its numbers stay. */
export const paymentMethodsUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_methods/:id',
	permission: permission.write,
	parameters: ['billing_details', 'metadata', 'us_bank_account', 'allow_redisplay'],
	returns: 'payment_method',
	answer: (call) => {
		const { state, livemode, path, parameters } = call;
		const asked = { what: 'PaymentMethod', param: 'payment_method', livemode };
		const account = requireRecord(state.bankAccounts, path.id, asked);
		if (account.customer === null) {
			throw invalidRequest('You must save this PaymentMethod to a customer before you can update it.', {
				param: 'payment_method',
			});
		}
		const fields = optionalHash(parameters, 'us_bank_account', ['account_holder_type', 'account_type']) ?? {};
		const holder = optionalChoice(fields, 'account_holder_type', ['individual', 'company']);
		const type = optionalChoice(fields, 'account_type', ['checking', 'savings']);
		const metadata = mergeMetadata(account.metadata, parameters.metadata);
		const before = paymentMethodObject(account);
		writeBilling(account, parameters, 'billing_details');
		account.metadata = metadata;
		if (holder) account.accountHolderType = holder;
		if (type) account.accountType = type;
		const after = paymentMethodObject(account);
		emit(call, 'payment_method.updated', after, changesSince(before, after));
		return after;
	},
};

/** Saves an account for a Customer: not twice, and not one that was used up without a Customer. */
export function attachPaymentMethod(call: StripeCall, account: BankAccount, customer: Customer): void {
	if (account.customer === customer.id) return;
	if (account.customer !== null) {
		throw invalidRequest('The payment method you provided has already been attached to a customer.', {
			param: 'payment_method',
		});
	}
	requireUnused(account);
	account.customer = customer.id;
	customer.paymentMethods.push(account.id);
	emit(call, 'payment_method.attached', paymentMethodObject(account));
}

export function requireUnused(account: BankAccount): void {
	if (!account.usedUp) return;
	throw invalidRequest(
		'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
		{ param: 'payment_method' },
	);
}

export const paymentMethodsAttach: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_methods/:id/attach',
	permission: permission.write,
	parameters: ['customer'],
	returns: 'payment_method',
	answer: (call) => {
		const { state, livemode, path, parameters } = call;
		const id = requiredText(parameters, 'customer');
		const customer = requireCustomer(state, id, livemode, 'customer', 400);
		const account = requirePaymentMethod(call, path.id ?? '', 404);
		if (account.status !== 'verified') {
			throw invalidRequest(
				'This PaymentMethod cannot be attached to a Customer before its bank account is verified: use a SetupIntent or a PaymentIntent to verify it.',
				{ code: 'bank_account_unverified', param: 'payment_method' },
			);
		}
		attachPaymentMethod(call, account, customer);
		return paymentMethodObject(account);
	},
};

export const paymentMethodsDetach: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_methods/:id/detach',
	permission: permission.write,
	parameters: [],
	returns: 'payment_method',
	answer: (call) => {
		const { state, livemode, path } = call;
		const asked = { what: 'PaymentMethod', param: 'payment_method', livemode };
		const account = requireRecord(state.bankAccounts, path.id, asked);
		const customer = account.customer === null ? undefined : state.customers.get(account.customer);
		if (!customer) {
			throw invalidRequest(
				'The payment method you provided is not attached to a customer so detachment is impossible.',
				{ param: 'payment_method' },
			);
		}
		const before = paymentMethodObject(account);
		customer.sources = customer.sources.filter((id) => id !== account.id);
		customer.paymentMethods = customer.paymentMethods.filter((id) => id !== account.id);
		if (customer.defaultSource === account.id) customer.defaultSource = customer.sources[0] ?? null;
		account.customer = null;
		account.usedUp = true;
		const after = paymentMethodObject(account);
		emit(call, 'payment_method.detached', after, changesSince(before, after));
		return after;
	},
};

/** Everything that a Customer can pay with, newest first. */
function paymentMethodsOf(state: State, customer: Customer): BankAccount[] {
	const own = customer.paymentMethods.flatMap((id) => state.bankAccounts.get(id) ?? []);
	return [...sourcesOf(state, customer), ...own].sort((a, b) => a.created - b.created).reverse();
}

function listFor(call: StripeCall, customer: Customer, url: string) {
	const { state, parameters } = call;
	const type = optionalText(parameters, 'type') ?? 'us_bank_account';
	const all = type === 'us_bank_account' ? paymentMethodsOf(state, customer) : [];
	return listPage(all, { url, what: 'PaymentMethod', parameters, show: paymentMethodObject });
}

export const paymentMethodsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/payment_methods',
	permission: permission.read,
	parameters: ['allow_redisplay', 'customer', 'type', ...listParameters],
	returns: 'list of payment_method',
	answer: (call) => {
		const id = requiredText(call.parameters, 'customer');
		const customer = requireCustomer(call.state, id, call.livemode, 'customer', 400);
		return listFor(call, customer, '/v1/payment_methods');
	},
};

export const customerPaymentMethodsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers/:customer/payment_methods',
	permission: permission.read,
	parameters: ['allow_redisplay', 'type', ...listParameters],
	returns: 'list of payment_method',
	answer: (call) => {
		const customer = requireCustomer(call.state, call.path.customer, call.livemode, 'customer');
		return listFor(call, customer, `/v1/customers/${customer.id}/payment_methods`);
	},
};

export const customerPaymentMethodsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers/:customer/payment_methods/:id',
	permission: permission.read,
	parameters: [],
	returns: 'payment_method',
	answer: (call) => {
		const customer = requireCustomer(call.state, call.path.customer, call.livemode, 'customer');
		const found = paymentMethodsOf(call.state, customer).find(({ id }) => id === call.path.id);
		if (!found) throw notOfCustomer(call.path.id ?? '', 404);
		return paymentMethodObject(found);
	},
};

export const notOfCustomer = (id: string, status: 400 | 404) =>
	invalidRequest(
		`The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
		{ code: 'resource_missing', param: 'payment_method', status },
	);
