/** Bank accounts, their balances, and the banks they belong to. */
import * as v from 'valibot';
import { type Answer, described, extended, nullable, reference } from '../describe.ts';

export const account = described(
	v.strictObject({
		id: described(v.string(), 'Plaid’s id of the account.', 'BxBXxLj1m4HMXBm9WZZmCWVbPjX16EHwv99vp'),
		name: described(
			v.string(),
			'The account’s name, from the bank or chosen by the holder.',
			'Plaid Checking',
		),
		mask: nullable(
			v.string(),
			'The last two to four characters of the account number. Null if the bank does not report them.',
			'0000',
		),
		type: described(
			v.string(),
			'Plaid’s account type. Stripe debits `depository` accounts only; other types can appear in a list.',
			'depository',
		),
		subtype: nullable(
			v.string(),
			'Plaid’s account subtype. Stripe debits `checking` and `savings`. Null if Plaid does not know it.',
			'checking',
		),
	}),
	'A bank account, as Plaid describes it.',
);
export type Account = v.InferOutput<typeof account>;

export const institution = described(
	v.strictObject({
		id: nullable(v.string(), 'Plaid’s id of the bank. Null if Plaid does not know it.', 'ins_109508'),
		name: nullable(v.string(), 'The bank’s name. Null if Plaid does not know it.', 'First Platypus Bank'),
	}),
	'A bank.',
);
export type Institution = v.InferOutput<typeof institution>;

/** In the currency's smallest unit. A balance can be negative. */
function balance(description: string) {
	return nullable(v.pipe(v.number(), v.integer()), description, 11_000);
}

export const accountWithBalances = described(
	extended(account, {
		official_name: nullable(
			v.string(),
			'The account’s official name at the bank. Null if the bank does not report one.',
			'Plaid Gold Standard 0% Interest Checking',
		),
		balances: described(
			v.strictObject({
				available: balance(
					'What can be spent, in the currency’s smallest unit (cents). Null if the bank does not report it, or if `currency` is null.',
				),
				current: balance(
					'What is in the account, in the currency’s smallest unit (cents), pending transactions left out. Null if the bank does not report it, or if `currency` is null.',
				),
				limit: balance(
					'The credit or overdraft limit, in the currency’s smallest unit (cents). Null if there is none, or if `currency` is null.',
				),
				currency: nullable(
					v.string(),
					'ISO 4217, in lower case as Stripe writes it. Null if Plaid reports an unofficial currency, such as a cryptocurrency.',
					'usd',
				),
			}),
			'What is in the account.',
		),
	}),
	'A bank account with its balances.',
);
export type AccountWithBalances = v.InferOutput<typeof accountWithBalances>;

/** `GET /v1/connections/:id/accounts` */
export const accountList = v.strictObject({
	accounts: described(
		v.array(accountWithBalances),
		'All accounts of the bank login, not only the one that the shopper chose.',
	),
	balances: described(
		v.picklist(['cached', 'live']),
		'Whether the balances are those that Plaid saw last, or come from the bank now.',
	),
	institution: reference(institution, 'The bank that the accounts belong to.'),
});
export type AccountsAnswer = Answer<typeof accountList>;

/** `GET /v1/institutions` */
export const institutionList = v.strictObject({
	institutions: described(
		v.array(
			v.strictObject({
				institution_id: described(v.string(), 'Plaid’s id of the bank.', 'ins_109508'),
				name: described(v.string(), 'The bank’s name.', 'First Platypus Bank'),
				products: described(v.array(v.string()), 'The Plaid products that the bank supports.', [
					'auth',
					'transactions',
				]),
			}),
		),
		'The banks: up to 50 of the list, or up to ten that match the search.',
	),
	total: described(
		v.pipe(v.number(), v.integer(), v.minValue(0)),
		'How many banks there are in the list, or in this answer if it is a search.',
	),
});
export type InstitutionsAnswer = Answer<typeof institutionList>;
