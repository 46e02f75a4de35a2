/**
 * Tokens of bank accounts (`btok_…`): those that Plaid or the Tokens API creates, and Stripe's test tokens.
 * @see https://docs.stripe.com/api/tokens/object
 */
import type { State } from '../../state.ts';
import type { Scope } from '../endpoint.ts';
import { inOtherMode, invalidRequest, noSuch } from '../errors.ts';
import type { BankAccount, BankAccountToken } from '../records.ts';
import { newBankAccount } from './bank-accounts.ts';
import { numberOfTestToken, testAccountNumber } from './test-accounts.ts';

/** Creates a token. Without an account it is for Stripe's verified test account, as all tokens from Plaid are. */
export function createBankAccountToken(
	state: State,
	{ itemId, livemode, bankAccount }: { itemId: string | null; livemode: boolean; bankAccount?: BankAccount },
): BankAccountToken {
	const token: BankAccountToken = {
		id: state.ids.bankAccountToken(),
		livemode,
		created: state.clock.now(),
		used: false,
		itemId,
		bankAccount: bankAccount ?? verifiedBankAccount({ state, livemode }, testAccountNumber),
	};
	state.bankAccountTokens.set(token.id, token);
	return token;
}

const verifiedBankAccount = ({ state, livemode }: Scope, accountNumber: string): BankAccount =>
	newBankAccount(state, { id: state.ids.bankAccount(), livemode, status: 'verified', accountNumber });

/**
 * The bank account of the token in `source`, before it is attached. Attaching may still be refused, and a refusal
 * must not use up the token: the caller calls `markUsed` once the account is attached.
 * Throws resource_missing and token_already_used.
 */
export function bankAccountOfSource(
	{ state, livemode }: Scope,
	source: string,
): { bankAccount: BankAccount; markUsed: () => void } {
	const named = { what: 'token', id: source, param: 'source', status: 400 } as const;
	const testNumber = numberOfTestToken(source);
	if (testNumber !== undefined) {
		if (livemode) throw inOtherMode({ ...named, livemode: false });
		return { bankAccount: verifiedBankAccount({ state, livemode }, testNumber), markUsed: () => {} };
	}
	const token = state.bankAccountTokens.get(source);
	if (!token) throw noSuch(named);
	if (token.livemode !== livemode) throw inOtherMode({ ...named, livemode: token.livemode });
	if (token.used) {
		throw invalidRequest(`You cannot use a Stripe token more than once: ${source}.`, {
			code: 'token_already_used',
			param: 'source',
		});
	}
	return {
		bankAccount: token.bankAccount,
		markUsed: () => {
			token.used = true;
		},
	};
}

/** The Plaid Item of the token or account that a call names, for faults that apply to one Item only. */
export function itemOfStripeCall(state: State, path: string, body: unknown): string | null {
	const { source, payment_method } = (body ?? {}) as Record<string, unknown>;
	const ids = new Set<unknown>([source, payment_method, ...path.split('/')]);
	for (const { id, itemId, bankAccount } of state.bankAccountTokens.values()) {
		if (ids.has(id) || ids.has(bankAccount.id)) return itemId;
	}
	return null;
}
