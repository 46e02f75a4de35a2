/**
 * Tokens of bank accounts: those that Plaid makes, and Stripe's own test tokens.
 * @see https://docs.stripe.com/api/tokens/object
 */
import type { State } from '../state.ts';
import { newBankAccount, testAccountNumber } from './bank-accounts.ts';
import { invalidRequest, noSuch, otherMode } from './errors.ts';
import type { BankAccount, BankAccountToken } from './records.ts';

/** Test tokens that Stripe documents: each use gives another bank account, and they are never used up. */
const testTokens: Readonly<Record<string, string>> = {
	btok_us_verified: testAccountNumber,
	btok_us_verified_noAccount: '000111111116',
	btok_us_verified_accountClosed: '000111111113',
	btok_us_verified_insufficientFunds: '000222222227',
	btok_us_verified_debitNotAuthorized: '000333333335',
	btok_us_verified_invalidCurrency: '000444444440',
};

/** A token as Plaid has it made, the account verified, its holder not told; or one of an account that is given. */
export function createBankAccountToken(
	state: State,
	token: { itemId: string | null; livemode: boolean; bankAccount?: BankAccount },
): BankAccountToken {
	const record: BankAccountToken = {
		id: state.ids.bankAccountToken(),
		livemode: token.livemode,
		created: state.clock.now(),
		used: false,
		itemId: token.itemId,
		bankAccount: token.bankAccount ?? verifiedBankAccount(state, testAccountNumber, token.livemode),
	};
	state.bankAccountTokens.set(record.id, record);
	return record;
}

const verifiedBankAccount = (state: State, accountNumber: string, livemode: boolean): BankAccount =>
	newBankAccount(state, { id: state.ids.bankAccount(), livemode, status: 'verified', accountNumber });

/** The token, as `GET /v1/tokens/:id` finds it: 404 where it is not there or in the other mode. */
export function findBankAccountToken(state: State, id: string, livemode: boolean): BankAccountToken {
	const token = state.bankAccountTokens.get(id);
	if (!token) throw noSuch('token', id, 'token', 404);
	if (token.livemode !== livemode) throw otherMode('token', id, 'token', token.livemode, 404);
	return token;
}

/**
 * The bank account of a token that is to be attached. What is refused is refused before the token is spent:
 * `markUsed` spends it once the account is attached.
 * Throws resource_missing (unknown, other mode, its Item removed) and token_already_used.
 */
export function bankAccountOfSource(
	state: State,
	source: string,
	livemode: boolean,
): { bankAccount: BankAccount; markUsed: () => void } {
	const testNumber = Object.hasOwn(testTokens, source) ? testTokens[source] : undefined;
	if (testNumber !== undefined) {
		if (livemode) throw otherMode('token', source, 'source', false, 400);
		return { bankAccount: verifiedBankAccount(state, testNumber, livemode), markUsed: () => {} };
	}
	const token = state.bankAccountTokens.get(source);
	if (!token) throw noSuch('token', source, 'source', 400);
	if (token.livemode !== livemode) throw otherMode('token', source, 'source', token.livemode, 400);
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

/** The Item behind the token or the account that a call names; for faults that are for one Item only. */
export function itemOfStripeCall(state: State, path: string, body: unknown): string | null {
	const { source, payment_method } = (body ?? {}) as Record<string, unknown>;
	const named = new Set<unknown>([source, payment_method, ...path.split('/')]);
	for (const { id, itemId, bankAccount } of state.bankAccountTokens.values()) {
		if (named.has(id) || named.has(bankAccount.id)) return itemId;
	}
	return null;
}
