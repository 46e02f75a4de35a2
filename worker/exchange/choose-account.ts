import type { Account } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { PlaidAccount } from '../plaid/answers.ts';

/** Stripe debits checking and savings accounts. @see https://plaid.com/docs/auth/partnerships/stripe/ */
const isUsable = ({ type, subtype }: PlaidAccount): boolean =>
	type === 'depository' && (subtype === 'checking' || subtype === 'savings');

/**
 * The account to tokenize, out of those that Plaid lists. The id comes from the page and is only a hint. Without an id,
 * the account is the only usable one.
 * @throws ApiError `account_required`, `account_not_found` or `account_not_supported`
 */
export function chooseAccount(accounts: PlaidAccount[], accountId: string | null): Account {
	const usable = accounts.filter(isUsable);
	if (accountId === null) {
		const [only] = usable;
		if (!only) throw new ApiError('account_not_supported');
		if (usable.length > 1) throw new ApiError('account_required', { param: 'account_id' });
		return toAccount(only);
	}
	const chosen = accounts.find(({ account_id }) => account_id === accountId);
	if (!chosen) throw new ApiError('account_not_found', { param: 'account_id' });
	if (!usable.includes(chosen)) throw new ApiError('account_not_supported', { param: 'account_id' });
	return toAccount(chosen);
}

const toAccount = ({ account_id, name, mask, type, subtype }: PlaidAccount): Account => ({
	id: account_id,
	name,
	mask,
	type,
	subtype,
});
