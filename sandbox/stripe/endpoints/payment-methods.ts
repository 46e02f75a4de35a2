/**
 * PaymentMethods. A Customer's sources (`ba_…`) are PaymentMethods, too.
 * @see https://docs.stripe.com/api/payment_methods
 */

import { detachSource, requireCustomer, requireCustomerParameter } from '../customers/customers.ts';
import { paymentMethodJson } from '../customers/json.ts';
import {
	accountTypes,
	attachPaymentMethod,
	holderTypes,
	newPaymentMethod,
	notOfCustomer,
	paymentMethodFields,
	paymentMethodsOf,
	requirePaymentMethod,
	requireStoredPaymentMethod,
	writeBillingDetails,
} from '../customers/payment-methods.ts';
import type { StripeCall, StripeEndpoint } from '../endpoint.ts';
import { invalidRequest } from '../errors.ts';
import { changedFields, emitChange } from '../events/emit.ts';
import type { Customer } from '../records.ts';
import { mergeMetadata } from '../requests/common-fields.ts';
import { listPage, listParameters } from '../requests/pagination.ts';
import { optionalChoice, optionalHash, optionalText, requiredText } from '../requests/parameters.ts';

const readPermission = 'rak_payment_method_read';
const writePermission = 'rak_payment_method_write';

export const paymentMethodsCreate: StripeEndpoint = {
	permission: writePermission,
	parameters: paymentMethodFields,
	returns: 'payment_method',
	handle: (call) => {
		const account = newPaymentMethod(call, call.parameters);
		call.state.bankAccounts.set(account.id, account);
		return paymentMethodJson(account);
	},
};

export const paymentMethodsRetrieve: StripeEndpoint = {
	permission: readPermission,
	parameters: [],
	returns: 'payment_method',
	handle: (call) => paymentMethodJson(requirePaymentMethod(call, { id: call.path.id, status: 404 })),
};

/** Changes the holder and metadata. The account's numbers cannot change. */
export const paymentMethodsUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: ['billing_details', 'metadata', 'us_bank_account', 'allow_redisplay'],
	returns: 'payment_method',
	handle: (call) => {
		const { path, parameters } = call;
		const account = requireStoredPaymentMethod(call, { id: path.id, status: 404 });
		if (account.customer === null) {
			throw invalidRequest('You must save this PaymentMethod to a customer before you can update it.', {
				param: 'payment_method',
			});
		}
		const fields = ['account_holder_type', 'account_type'];
		const usBankAccount = optionalHash(parameters, 'us_bank_account', fields) ?? {};
		const holderType = optionalChoice(usBankAccount, 'account_holder_type', holderTypes);
		const accountType = optionalChoice(usBankAccount, 'account_type', accountTypes);
		const metadata = mergeMetadata(account.metadata, parameters.metadata);
		const before = paymentMethodJson(account);
		writeBillingDetails(account, parameters);
		account.metadata = metadata;
		if (holderType) account.accountHolderType = holderType;
		if (accountType) account.accountType = accountType;
		const after = paymentMethodJson(account);
		emitChange(call, 'payment_method.updated', { object: after, previous: changedFields(before, after) });
		return after;
	},
};

export const paymentMethodsAttach: StripeEndpoint = {
	permission: writePermission,
	parameters: ['customer'],
	returns: 'payment_method',
	handle: (call) => {
		const { path, parameters } = call;
		const id = requiredText(parameters, 'customer');
		const customer = requireCustomerParameter(call, id);
		const account = requirePaymentMethod(call, { id: path.id, status: 404 });
		if (account.status !== 'verified') {
			throw invalidRequest(
				'This PaymentMethod cannot be attached to a Customer before its bank account is verified: use a SetupIntent or a PaymentIntent to verify it.',
				{ code: 'bank_account_unverified', param: 'payment_method' },
			);
		}
		attachPaymentMethod(call, account, customer);
		return paymentMethodJson(account);
	},
};

export const paymentMethodsDetach: StripeEndpoint = {
	permission: writePermission,
	parameters: [],
	returns: 'payment_method',
	handle: (call) => {
		const { state, path } = call;
		const account = requireStoredPaymentMethod(call, { id: path.id, status: 404 });
		const customer = account.customer === null ? undefined : state.customers.get(account.customer);
		if (!customer) {
			throw invalidRequest(
				'The payment method you provided is not attached to a customer so detachment is impossible.',
				{ param: 'payment_method' },
			);
		}
		const before = paymentMethodJson(account);
		detachSource(customer, account);
		customer.paymentMethods = customer.paymentMethods.filter((id) => id !== account.id);
		account.customer = null;
		account.usedUp = true;
		const after = paymentMethodJson(account);
		emitChange(call, 'payment_method.detached', { object: after, previous: changedFields(before, after) });
		return after;
	},
};

function listFor({ state, parameters }: StripeCall, customer: Customer, url: string) {
	const type = optionalText(parameters, 'type') ?? 'us_bank_account';
	const found = type === 'us_bank_account' ? paymentMethodsOf(state, customer) : [];
	return listPage(found, { url, what: 'PaymentMethod', parameters, toJson: paymentMethodJson });
}

export const paymentMethodsList: StripeEndpoint = {
	permission: readPermission,
	parameters: ['allow_redisplay', 'customer', 'type', ...listParameters],
	returns: { listOf: 'payment_method' },
	handle: (call) => {
		const id = requiredText(call.parameters, 'customer');
		const customer = requireCustomerParameter(call, id);
		return listFor(call, customer, '/v1/payment_methods');
	},
};

export const customersListPaymentMethods: StripeEndpoint = {
	permission: readPermission,
	parameters: ['allow_redisplay', 'type', ...listParameters],
	returns: { listOf: 'payment_method' },
	handle: (call) => {
		const customer = requireCustomer(call, { id: call.path.customer, param: 'customer' });
		return listFor(call, customer, `/v1/customers/${customer.id}/payment_methods`);
	},
};

export const customersRetrievePaymentMethod: StripeEndpoint = {
	permission: readPermission,
	parameters: [],
	returns: 'payment_method',
	handle: (call) => {
		const { state, path } = call;
		const customer = requireCustomer(call, { id: path.customer, param: 'customer' });
		const found = paymentMethodsOf(state, customer).find(({ id }) => id === path.id);
		if (!found) throw notOfCustomer(path.id ?? '', 404);
		return paymentMethodJson(found);
	},
};
