/**
 * The accounts of the Sandbox's shoppers, and which of them a Link session may show.
 * @see https://plaid.com/docs/sandbox/test-credentials/
 */
import type { LinkTokenAccountFilters } from 'plaid';
import type { State } from '../state.ts';
import { type CustomAccount, readCustomUser } from './custom-user.ts';
import { type Country, findInstitution } from './institutions.ts';
import type { Account, Product } from './records.ts';
import type { Wire } from './wire.ts';

export type AccountFilters = Wire<LinkTokenAccountFilters>;

type DefaultAccount = Pick<
	Account,
	'name' | 'mask' | 'type' | 'subtype' | 'official_name' | 'holder_category'
> & {
	available: number | null;
	current: number | null;
	limit: number | null;
};

const account = (
	name: string,
	mask: string,
	type: Account['type'],
	subtype: NonNullable<Account['subtype']>,
	[available, current, limit]: [number | null, number, number | null],
	officialName: string | null,
	holder?: 'personal' | 'business',
): DefaultAccount => ({
	name,
	mask,
	type,
	subtype,
	available,
	current,
	limit,
	official_name: officialName,
	...(holder ? { holder_category: holder } : {}),
});

/** What `user_good` has, at every bank alike. */
const userGood: readonly DefaultAccount[] = [
	account(
		'Plaid Checking',
		'0000',
		'depository',
		'checking',
		[100, 110, null],
		'Plaid Gold Standard 0% Interest Checking',
		'personal',
	),
	account(
		'Plaid Saving',
		'1111',
		'depository',
		'savings',
		[200, 210, null],
		'Plaid Silver Standard 0.1% Interest Saving',
		'personal',
	),
	account(
		'Plaid CD',
		'2222',
		'depository',
		'cd',
		[null, 1000, null],
		'Plaid Bronze Standard 0.2% Interest CD',
	),
	account(
		'Plaid Credit Card',
		'3333',
		'credit',
		'credit card',
		[null, 410, 2000],
		'Plaid Diamond 12.5% APR Interest Credit Card',
	),
	account(
		'Plaid Money Market',
		'4444',
		'depository',
		'money market',
		[43200, 43200, null],
		'Plaid Platinum Standard 1.85% Interest Money Market',
	),
	account('Plaid IRA', '5555', 'investment', 'ira', [null, 320.76, null], null),
	account('Plaid 401k', '6666', 'investment', '401k', [null, 23631.9805, null], null),
	account('Plaid Student Loan', '7777', 'loan', 'student', [null, 65262, null], null, 'personal'),
	account('Plaid Mortgage', '8888', 'loan', 'mortgage', [null, 56302.06, null], null),
	account('Plaid HSA', '9001', 'depository', 'hsa', [6009, 6009, null], 'Plaid Cares Health Savings Account'),
	account(
		'Plaid Cash Management',
		'9002',
		'depository',
		'cash management',
		[12060, 12060, null],
		'Plaid Growth Cash Management',
	),
	account(
		'Plaid Business Credit Card',
		'9999',
		'credit',
		'credit card',
		[4980, 5020, 10000],
		'Plaid Platinum Small Business Credit Card',
		'business',
	),
];

/** The subtypes that Auth can give numbers of; Link shows only these when `auth` is among the products. */
const authSubtypes: readonly string[] = ['checking', 'savings', 'cash management'];

const currencies: Partial<Record<Country, string>> = { US: 'USD', CA: 'CAD', GB: 'GBP' };

/** Where account numbers are stand-ins that the shopper can revoke, an account also has an id that stays. */
const tokenizingInstitutions = ['ins_56', 'ins_13', 'ins_127990', 'ins_127287'];

export const hasTokenizedNumbers = (institutionId: string | null): boolean =>
	institutionId !== null && tokenizingInstitutions.includes(institutionId);

/**
 * All accounts of a shopper's login, with fresh ids. Made before the Item: Link shows them to choose from.
 * What a custom user's JSON tells of them besides is kept by account id.
 */
export function accountsOfLogin(
	state: State,
	login: { institutionId: string; username?: string; password?: string },
): Account[] {
	const user = login.username === 'user_custom' ? readCustomUser(login.password ?? '') : null;
	if (user && typeof user === 'object' && user.override_accounts) {
		return user.override_accounts.map((account, index) => customAccount(state, account, index));
	}
	const country = findInstitution(login.institutionId)?.countries[0] ?? 'US';
	const currency = currencies[country] ?? 'EUR';
	return userGood.map(({ available, current, limit, ...rest }) => ({
		account_id: state.ids.account(),
		balances: { available, current, iso_currency_code: currency, limit, unofficial_currency_code: null },
		...rest,
		...(hasTokenizedNumbers(login.institutionId) && rest.type === 'depository'
			? { persistent_account_id: state.ids.letters('persistent account', 50) }
			: {}),
	}));
}

/** An account as the JSON of a custom user tells it; its name and mask are made up where it does not. */
function customAccount(state: State, account: CustomAccount, index: number): Account {
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

/** Those of the accounts that Link offers for these products and filters. */
export function selectableAccounts(
	accounts: readonly Account[],
	request: { products?: readonly Product[] | null | undefined; account_filters?: AccountFilters | undefined },
): Account[] {
	const auth = request.products?.some((product) => product === 'auth' || product === 'transfer') ?? false;
	return accounts.filter(
		(account) => (!auth || isAuthAccount(account)) && passesFilters(account, request.account_filters),
	);
}

/** Whether Auth, and so Stripe's bank account token, can be had for it. */
export const isAuthAccount = (account: Account): boolean =>
	account.type === 'depository' && authSubtypes.includes(account.subtype ?? '');

/** A type that the filters leave out is hidden entirely. */
function passesFilters(account: Account, filters: AccountFilters | undefined): boolean {
	if (!filters) return true;
	const filter = Object.hasOwn(filters, account.type)
		? filters[account.type as keyof AccountFilters]
		: undefined;
	const subtypes: readonly string[] = filter?.account_subtypes ?? [];
	return subtypes.includes('all') || subtypes.includes(account.subtype ?? '');
}
