/**
 * Bank accounts of Customers.
 * @see https://docs.stripe.com/api/customer_bank_accounts
 */
import type Stripe from 'stripe';
import type { State } from '../state.ts';
import { bankAccountOfSource } from './bank-account-tokens.ts';
import { behaviourOf } from './bank-accounts.ts';
import { requireCustomer } from './customers.ts';
import { changesSince, emit } from './emit.ts';
import type { StripeEndpoint } from './endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter, noSuch } from './errors.ts';
import { listPage, listParameters } from './lists.ts';
import { bankAccountObject, sourcesOf } from './objects.ts';
import { mergeMetadata, optionalChoice, optionalText, optionalTexts, requiredText } from './parameters.ts';
import type { BankAccount, Customer } from './records.ts';

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
	answer: (call) => {
		const { state, livemode, path, parameters } = call;
		const source = requiredText(parameters, 'source');
		const metadata = mergeMetadata({}, parameters.metadata);
		const customer = requireCustomer(state, path.customer, livemode, 'customer');
		const attached = attachSource(state, customer, source);
		attached.metadata = metadata;
		emit(call, 'customer.source.created', bankAccountObject(attached));
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
		const customer = requireCustomer(state, path.customer, livemode, 'customer');
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
		const customer = requireCustomer(state, path.customer, livemode, 'customer');
		return bankAccountObject(requireSource(state, customer, path.id ?? ''));
	},
};

/** Tells who holds the account, which Plaid's tokens leave open. */
export const sourcesUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/customers/:customer/sources/:id',
	permission: 'rak_customer_write',
	parameters: ['account_holder_name', 'account_holder_type', 'account_type', 'metadata'],
	returns: 'bank_account',
	answer: (call) => {
		const { state, livemode, path, parameters } = call;
		const name = optionalText(parameters, 'account_holder_name');
		const type = optionalChoice(parameters, 'account_holder_type', ['individual', 'company']);
		const kind = optionalChoice(parameters, 'account_type', ['checking', 'savings']);
		const customer = requireCustomer(state, path.customer, livemode, 'customer');
		const account = requireSource(state, customer, path.id ?? '');
		const before = bankAccountObject(account);
		account.metadata = mergeMetadata(account.metadata, parameters.metadata);
		if (name !== undefined) account.accountHolderName = name;
		if (type !== undefined) account.accountHolderType = type;
		if (kind !== undefined) account.accountType = kind;
		const after = bankAccountObject(account);
		emit(call, 'customer.source.updated', after, changesSince(before, after));
		return after;
	},
};

/** The amounts of the two micro-deposits that the test accounts get, in cents. */
const depositedAmounts = ['32', '45'];
/** These are taken for one attempt too many, whenever they come. */
const exhaustingAmounts = ['10', '11'];
const attemptLimit = 10;

/**
 * Verifies an account by the amounts of its micro-deposits.
 * @see https://docs.stripe.com/api/customer_bank_accounts/verify
 */
export const sourcesVerify: StripeEndpoint = {
	method: 'POST',
	path: '/v1/customers/:customer/sources/:id/verify',
	permission: 'rak_customer_write',
	parameters: ['amounts'],
	returns: 'bank_account',
	answer: (call) => {
		const { state, livemode, path, parameters } = call;
		const amounts = optionalTexts(parameters, 'amounts');
		if (!amounts) throw missingParameter('amounts');
		if (amounts.length !== 2 || !amounts.every((amount) => /^\d{1,2}$/.test(amount))) {
			throw invalidParameter('amounts', 'You must provide the two amounts, in cents, as whole numbers.');
		}
		const customer = requireCustomer(state, path.customer, livemode, 'customer');
		const account = requireSource(state, customer, path.id ?? '');
		if (account.status === 'verified') {
			throw invalidRequest('This bank account has already been verified.', {
				code: 'payment_method_bank_account_already_verified',
			});
		}
		if (account.status === 'verification_failed') {
			throw invalidRequest('This bank account cannot be verified: add it again, by a new token.', {
				code: 'bank_account_verification_failed',
			});
		}
		const before = bankAccountObject(account);
		const told = [...amounts].sort().join();
		if (told !== depositedAmounts.join()) account.failedVerifications += 1;
		const failed =
			behaviourOf(account) === 'microdeposits_fail' ||
			told === exhaustingAmounts.join() ||
			account.failedVerifications >= attemptLimit;
		if (!failed && told !== depositedAmounts.join()) {
			throw invalidRequest(
				'The amounts provided do not match the amounts that were sent to the bank account.',
				{
					code: 'bank_account_verification_failed',
					status: 402,
				},
			);
		}
		account.status = failed ? 'verification_failed' : 'verified';
		const after = bankAccountObject(account);
		emit(call, 'customer.source.updated', after, changesSince(before, after));
		if (failed) {
			throw invalidRequest('You have exceeded the number of allowed verification attempts.', {
				code: 'bank_account_verification_failed',
				status: 402,
			});
		}
		return after;
	},
};

export const sourcesDelete: StripeEndpoint = {
	method: 'DELETE',
	path: '/v1/customers/:customer/sources/:id',
	permission: 'rak_customer_write',
	parameters: [],
	returns: 'bank_account',
	answer: (call) => {
		const { state, livemode, path } = call;
		const customer = requireCustomer(state, path.customer, livemode, 'customer');
		const account = requireSource(state, customer, path.id ?? '');
		customer.sources = customer.sources.filter((id) => id !== account.id);
		if (customer.defaultSource === account.id) customer.defaultSource = customer.sources[0] ?? null;
		state.bankAccounts.delete(account.id);
		emit(call, 'customer.source.deleted', bankAccountObject(account));
		return { id: account.id, object: 'bank_account', deleted: true, currency: 'usd' } as const;
	},
};

function requireSource(state: State, customer: Customer, id: string): BankAccount {
	const account = customer.sources.includes(id) ? state.bankAccounts.get(id) : undefined;
	if (!account) throw noSuch('source', id, 'id', 404);
	return account;
}
