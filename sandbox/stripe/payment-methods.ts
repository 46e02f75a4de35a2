/**
 * PaymentMethods: bank accounts that Customers have as sources (`ba_…`), seen as PaymentMethods, and those that
 * are PaymentMethods of their own (`pm_…`).
 * @see https://docs.stripe.com/api/payment_methods
 */
import type { State } from '../state.ts';
import { requireCustomer } from './customers.ts';
import { changesSince, emit } from './emit.ts';
import type { StripeCall, StripeEndpoint } from './endpoint.ts';
import { invalidRequest } from './errors.ts';
import { listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { paymentMethodObject, sourcesOf } from './objects.ts';
import { mergeMetadata, optionalChoice, optionalHash, optionalText, requiredText } from './parameters.ts';
import {
	newPaymentMethod,
	paymentMethodFields,
	requirePaymentMethod,
	writeBilling,
} from './payment-method-data.ts';
import type { BankAccount, Customer } from './records.ts';

const permission = { read: 'rak_payment_method_read', write: 'rak_payment_method_write' };

export const paymentMethodsCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_methods',
	permission: permission.write,
	parameters: paymentMethodFields,
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
