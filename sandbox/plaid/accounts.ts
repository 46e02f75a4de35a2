/** Which accounts a shopper's login has, and which of them a Link session may show. */
import type { LinkTokenAccountFilters } from 'plaid';
import type { State } from '../state.ts';
import { type CustomAccount, readCustomUser } from './custom-user.ts';
import { type Country, findInstitution } from './institutions.ts';
import type { Account, Product } from './records.ts';
import { userGoodAccounts } from './user-good.ts';
import type { Wire } from './wire.ts';

const currencies: Partial<Record<Country, string>> = { US: 'USD', CA: 'CAD', GB: 'GBP' };

/** Institutions whose account numbers are tokenized: the shopper can revoke a number, the account keeps an id. */
const tokenizingInstitutions = ['ins_56', 'ins_13', 'ins_127990', 'ins_127287'];

export const hasTokenizedNumbers = (institutionId: string | null): boolean =>
	institutionId !== null && tokenizingInstitutions.includes(institutionId);

/**
 * Creates all accounts of a login, with new ids. Link calls it before there is an Item, to offer the accounts.
 * The other details of a custom user's accounts are stored by account id.
 */
export function createAccounts(
	state: State,
	login: { institutionId: string; username?: string; password?: string },
): Account[] {
	const user = login.username === 'user_custom' ? readCustomUser(login.password ?? '') : null;
	if (user && typeof user === 'object' && user.override_accounts) {
		return user.override_accounts.map((account, index) => createCustomAccount(state, account, index));
	}
	const country = findInstitution(login.institutionId)?.countries[0] ?? 'US';
	const currency = currencies[country] ?? 'EUR';
	return userGoodAccounts.map(({ available, current, limit, ...rest }) => ({
		account_id: state.ids.account(),
		balances: { available, current, iso_currency_code: currency, limit, unofficial_currency_code: null },
		...rest,
		...(hasTokenizedNumbers(login.institutionId) && rest.type === 'depository'
			? { persistent_account_id: state.ids.letters('persistent account', 50) }
			: {}),
	}));
}

/** Uses a default name and mask if the custom user's JSON has none. */
function createCustomAccount(state: State, account: CustomAccount, index: number): Account {
	const { starting_balance: balance = 0, meta, numbers, identity, transactions } = account;
	const accountId = state.ids.account();
	state.customAccounts.set(accountId, {
		...(numbers ? { numbers } : {}),
		...(identity ? { identity } : {}),
		transactions: transactions ?? [],
	});
	const available = account.has_null_available_balance
		? null
		: (account.force_available_balance ?? (account.type === 'depository' ? balance : null));
	return {
		account_id: accountId,
		balances: {
			available,
			current: balance,
			iso_currency_code: account.currency,
			limit: meta.limit ?? null,
			unofficial_currency_code: null,
		},
		mask: meta.mask ?? numbers?.account?.slice(-4) ?? String(index).repeat(4),
		name: meta.name ?? `Plaid ${account.subtype.replace(/^./, (first) => first.toUpperCase())}`,
		official_name: meta.official_name ?? null,
		type: account.type,
		subtype: account.subtype as NonNullable<Account['subtype']>,
	};
}

/** The subtypes that have account numbers. With `auth` among the products, Link shows only these. */
const authSubtypes: readonly string[] = ['checking', 'savings', 'cash management'];

/** Whether Auth, and so a Stripe bank account token, is available for the account. */
export const isAuthAccount = (account: Account): boolean =>
	account.type === 'depository' && authSubtypes.includes(account.subtype ?? '');

type AccountFilters = Wire<LinkTokenAccountFilters>;

/** The accounts that Link offers for these products and filters. */
export function selectableAccounts(
	accounts: readonly Account[],
	request: { products?: readonly Product[] | null | undefined; account_filters?: AccountFilters | undefined },
): Account[] {
	const needsAuth =
		request.products?.some((product) => product === 'auth' || product === 'transfer') ?? false;
	return accounts.filter(
		(account) => (!needsAuth || isAuthAccount(account)) && passesFilters(account, request.account_filters),
	);
}

/** If there are filters, a type without one is hidden. */
function passesFilters(account: Account, filters: AccountFilters | undefined): boolean {
	if (!filters) return true;
	const filter = Object.hasOwn(filters, account.type)
		? filters[account.type as keyof AccountFilters]
		: undefined;
	const subtypes: readonly string[] = filter?.account_subtypes ?? [];
	return subtypes.includes('all') || subtypes.includes(account.subtype ?? '');
}
