/** A Customer's bank accounts. @see https://docs.stripe.com/api/customer_bank_accounts */
import type Stripe from 'stripe';
import {
	attachSource,
	detachSource,
	requireCustomer,
	requireSource,
	sourcesOf,
} from '../customers/customers.ts';
import { bankAccountJson } from '../customers/json.ts';
import { verifyAmounts } from '../customers/micro-deposits.ts';
import { accountTypes, holderTypes } from '../customers/payment-methods.ts';
import type { StripeCall, StripeEndpoint } from '../endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter } from '../errors.ts';
import { changedFields, emit, emitChange } from '../events/emit.ts';
import type { BankAccount, Customer } from '../records.ts';
import { mergeMetadata } from '../requests/common-fields.ts';
import { listPage, listParameters } from '../requests/pagination.ts';
import { optionalChoice, optionalText, optionalTexts, requiredText } from '../requests/parameters.ts';

const readPermission = 'rak_customer_read';
const writePermission = 'rak_customer_write';

/** The Customer that the path names. */
const requirePathCustomer = (call: StripeCall): Customer =>
	requireCustomer(call, { id: call.path.customer, param: 'customer' });

/** The source that the path names. */
const requirePathSource = (call: StripeCall): BankAccount =>
	requireSource(call.state, requirePathCustomer(call), call.path.id);

export const customersCreateSource: StripeEndpoint = {
	permission: writePermission,
	parameters: ['source', 'metadata', 'validate'],
	returns: 'bank_account',
	handle: (call) => {
		const { state, parameters } = call;
		const source = requiredText(parameters, 'source');
		const metadata = mergeMetadata({}, parameters.metadata);
		const account = attachSource(state, requirePathCustomer(call), source);
		account.metadata = metadata;
		emit(call, 'customer.source.created', bankAccountJson(account));
		return bankAccountJson(account);
	},
};

export const customersListSources: StripeEndpoint = {
	permission: readPermission,
	parameters: ['object', ...listParameters],
	returns: { listOf: 'bank_account' },
	handle: (call) => {
		const { state, parameters } = call;
		const customer = requirePathCustomer(call);
		const kind = optionalText(parameters, 'object') ?? 'bank_account';
		return listPage(kind === 'bank_account' ? sourcesOf(state, customer) : [], {
			url: `/v1/customers/${customer.id}/sources`,
			what: 'source',
			parameters,
			toJson: bankAccountJson,
		}) satisfies Stripe.ApiList<Stripe.BankAccount>;
	},
};

export const customersRetrieveSource: StripeEndpoint = {
	permission: readPermission,
	parameters: [],
	returns: 'bank_account',
	handle: (call) => bankAccountJson(requirePathSource(call)),
};

/** Sets the holder, which tokens from Plaid leave empty. */
export const customersUpdateSource: StripeEndpoint = {
	permission: writePermission,
	parameters: ['account_holder_name', 'account_holder_type', 'account_type', 'metadata'],
	returns: 'bank_account',
	handle: (call) => {
		const { parameters } = call;
		const holderName = optionalText(parameters, 'account_holder_name');
		const holderType = optionalChoice(parameters, 'account_holder_type', holderTypes);
		const accountType = optionalChoice(parameters, 'account_type', accountTypes);
		const account = requirePathSource(call);
		const before = bankAccountJson(account);
		account.metadata = mergeMetadata(account.metadata, parameters.metadata);
		if (holderName !== undefined) account.accountHolderName = holderName;
		if (holderType !== undefined) account.accountHolderType = holderType;
		if (accountType !== undefined) account.accountType = accountType;
		return emitUpdate(call, account, before);
	},
};

function emitUpdate(
	call: StripeCall,
	account: BankAccount,
	before: ReturnType<typeof bankAccountJson>,
): typeof before {
	const after = bankAccountJson(account);
	emitChange(call, 'customer.source.updated', { object: after, previous: changedFields(before, after) });
	return after;
}

/** @see https://docs.stripe.com/api/customer_bank_accounts/verify */
export const customersVerifySource: StripeEndpoint = {
	permission: writePermission,
	parameters: ['amounts'],
	returns: 'bank_account',
	handle: (call) => {
		const amounts = optionalTexts(call.parameters, 'amounts');
		if (!amounts) throw missingParameter('amounts');
		if (amounts.length !== 2 || !amounts.every((amount) => /^\d{1,2}$/.test(amount))) {
			throw invalidParameter('amounts', 'You must provide the two amounts, in cents, as whole numbers.');
		}
		const account = requirePathSource(call);
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
		const before = bankAccountJson(account);
		switch (verifyAmounts(account, amounts)) {
			case 'verified':
				return emitUpdate(call, account, before);
			case 'wrong_amounts':
				throw verificationFailed(
					'The amounts provided do not match the amounts that were sent to the bank account.',
				);
			case 'too_many_attempts':
				emitUpdate(call, account, before);
				throw verificationFailed('You have exceeded the number of allowed verification attempts.');
		}
	},
};

const verificationFailed = (message: string) =>
	invalidRequest(message, { code: 'bank_account_verification_failed', status: 402 });

export const customersDeleteSource: StripeEndpoint = {
	permission: writePermission,
	parameters: [],
	returns: 'bank_account',
	handle: (call) => {
		const { state, path } = call;
		const customer = requirePathCustomer(call);
		const account = requireSource(state, customer, path.id);
		detachSource(customer, account);
		state.bankAccounts.delete(account.id);
		emit(call, 'customer.source.deleted', bankAccountJson(account));
		return { id: account.id, object: 'bank_account', deleted: true, currency: 'usd' } as const;
	},
};
