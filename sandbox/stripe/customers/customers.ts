/** Customers, and their bank accounts as sources. @see https://docs.stripe.com/api/customer_bank_accounts */
import type { State } from '../../state.ts';
import type { Scope } from '../endpoint.ts';
import { invalidRequest, noSuch } from '../errors.ts';
import type { BankAccount, Customer } from '../records.ts';
import { type RecordName, requireRecord } from '../requests/find-record.ts';
import { bankAccountOfSource } from './bank-account-tokens.ts';

type CustomerName = Omit<RecordName, 'what'> & { id: string | undefined };

/** The Customer of this id in the caller's mode, deleted or not. Throws resource_missing. */
export const findCustomer = (scope: Scope, name: CustomerName): Customer =>
	requireRecord(scope, scope.state.customers, { ...name, what: 'customer' });

/** The Customer of this id in the caller's mode. Throws resource_missing, also for one that is deleted. */
export function requireCustomer(scope: Scope, name: CustomerName): Customer {
	const customer = findCustomer(scope, name);
	if (!customer.deleted) return customer;
	throw noSuch({ what: 'customer', id: customer.id, param: name.param, status: name.status ?? 404 });
}

/** The Customer that the parameter `customer` names. Throws resource_missing. */
export const requireCustomerParameter = (scope: Scope, id: string): Customer =>
	requireCustomer(scope, { id, param: 'customer', status: 400 });

/** In the order in which they were attached. */
export const sourcesOf = (state: State, customer: Customer): BankAccount[] =>
	customer.sources.flatMap((id) => state.bankAccounts.get(id) ?? []);

/** Throws resource_missing. */
export function requireSource(state: State, customer: Customer, id = ''): BankAccount {
	const account = customer.sources.includes(id) ? state.bankAccounts.get(id) : undefined;
	if (!account) throw noSuch({ what: 'source', id, param: 'id', status: 404 });
	return account;
}

/**
 * Attaches the bank account of a token and uses up the token.
 * Throws resource_missing, token_already_used and bank_account_exists; the token then stays valid.
 */
export function attachSource(state: State, customer: Customer, source: string): BankAccount {
	const { bankAccount, markUsed } = bankAccountOfSource({ state, livemode: customer.livemode }, source);
	if (sourcesOf(state, customer).some(({ fingerprint }) => fingerprint === bankAccount.fingerprint)) {
		throw invalidRequest(
			'A bank account with that routing number and account number already exists for this customer.',
			{ code: 'bank_account_exists' },
		);
	}
	markUsed();
	bankAccount.customer = customer.id;
	state.bankAccounts.set(bankAccount.id, bankAccount);
	customer.sources.push(bankAccount.id);
	customer.defaultSource ??= bankAccount.id;
	return bankAccount;
}

/** Removes the account from the Customer's sources. If it was the default, the oldest remaining one becomes it. */
export function detachSource(customer: Customer, account: BankAccount): void {
	customer.sources = customer.sources.filter((id) => id !== account.id);
	if (customer.defaultSource === account.id) customer.defaultSource = customer.sources[0] ?? null;
}
