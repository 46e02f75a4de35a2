/**
 * Bank accounts of Customers.
 * @see https://docs.stripe.com/api/customer_bank_accounts
 */
import type Stripe from 'stripe';
import type { BankAccount, Customer, State } from '../state.ts';
import { bankAccountOfSource } from './bank-account-tokens.ts';
import { requireCustomer } from './customers.ts';
import type { StripeEndpoint } from './endpoint.ts';
import { invalidParameter, invalidRequest, noSuch } from './errors.ts';
import { listPage, listParameters } from './lists.ts';
import { bankAccountObject, sourcesOf } from './objects.ts';
import { mergeMetadata, optionalText, requiredText } from './parameters.ts';

/**
 * Attaches the bank account of a token to a Customer and spends the token.
 * Throws resource_missing, token_already_used and bank_account_exists (the token is then still good).
 */
export function attachSource(state: State, customer: Customer, source: string): BankAccount {
	const { bankAccount, markUsed } = bankAccountOfSource(state, source, customer.livemode);
	if (sourcesOf(state, customer).some(({ fingerprint }) => fingerprint === bankAccount.fingerprint)) {
		throw invalidRequest(
			'A bank account with that routing number and account number already exists for this customer.',
			{
				code: 'bank_account_exists',
			},
		);
	}
	markUsed();
	bankAccount.customer = customer.id;
	state.bankAccounts.set(bankAccount.id, bankAccount);
	customer.sources.push(bankAccount.id);
	customer.defaultSource ??= bankAccount.id;
	return bankAccount;
}

export const sourcesCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/customers/:customer/sources',
	permission: 'rak_customer_write',
	parameters: ['source', 'metadata', 'validate'],
	returns: 'bank_account',
	answer: ({ state, livemode, path, parameters }) => {
		const source = requiredText(parameters, 'source');
		const metadata = mergeMetadata({}, parameters['metadata']);
		const customer = requireCustomer(state, path['customer'], livemode, 'customer');
		const attached = attachSource(state, customer, source);
		attached.metadata = metadata;
		return bankAccountObject(attached);
	},
};

export const sourcesList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers/:customer/sources',
	permission: 'rak_customer_read',
	parameters: ['object', ...listParameters],
	returns: 'list of bank_account',
	answer: ({ state, livemode, path, parameters }) => {
		const customer = requireCustomer(state, path['customer'], livemode, 'customer');
		const kind = optionalText(parameters, 'object') ?? 'bank_account';
		return listPage(kind === 'bank_account' ? sourcesOf(state, customer) : [], {
			url: `/v1/customers/${customer.id}/sources`,
			what: 'source',
			parameters,
			show: bankAccountObject,
		}) satisfies Stripe.ApiList<Stripe.BankAccount>;
	},
};

export const sourcesRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers/:customer/sources/:id',
	permission: 'rak_customer_read',
	parameters: [],
	returns: 'bank_account',
	answer: ({ state, livemode, path }) => {
		const customer = requireCustomer(state, path['customer'], livemode, 'customer');
		return bankAccountObject(requireSource(state, customer, path['id'] ?? ''));
	},
};

/** Tells who holds the account, which Plaid's tokens leave open. */
export const sourcesUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/customers/:customer/sources/:id',
	permission: 'rak_customer_write',
	parameters: ['account_holder_name', 'account_holder_type', 'metadata'],
	returns: 'bank_account',
	answer: ({ state, livemode, path, parameters }) => {
		const name = optionalText(parameters, 'account_holder_name');
		const type = optionalText(parameters, 'account_holder_type');
		if (type && type !== 'individual' && type !== 'company') {
			throw invalidParameter(
				'account_holder_type',
				'Invalid account_holder_type: must be one of individual or company',
			);
		}
		const customer = requireCustomer(state, path['customer'], livemode, 'customer');
		const account = requireSource(state, customer, path['id'] ?? '');
		account.metadata = mergeMetadata(account.metadata, parameters['metadata']);
		if (name !== undefined) account.accountHolderName = name;
		if (type !== undefined) account.accountHolderType = type;
		return bankAccountObject(account);
	},
};

export const sourcesDelete: StripeEndpoint = {
	method: 'DELETE',
	path: '/v1/customers/:customer/sources/:id',
	permission: 'rak_customer_write',
	parameters: [],
	returns: 'bank_account',
	answer: ({ state, livemode, path }) => {
		const customer = requireCustomer(state, path['customer'], livemode, 'customer');
		const account = requireSource(state, customer, path['id'] ?? '');
		customer.sources = customer.sources.filter((id) => id !== account.id);
		if (customer.defaultSource === account.id) customer.defaultSource = customer.sources[0] ?? null;
		state.bankAccounts.delete(account.id);
		return { id: account.id, object: 'bank_account', deleted: true, currency: 'usd' } as const;
	},
};

function requireSource(state: State, customer: Customer, id: string): BankAccount {
	const account = customer.sources.includes(id) ? state.bankAccounts.get(id) : undefined;
	if (!account) throw noSuch('source', id, 'id', 404);
	return account;
}
