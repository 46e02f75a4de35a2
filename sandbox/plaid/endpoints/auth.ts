/** `/auth/get`: account and routing numbers. @see https://plaid.com/docs/api/products/auth/ */
import type { AuthGetNumbers, AuthGetResponse } from 'plaid';
import * as v from 'valibot';
import type { State } from '../../state.ts';
import { hasTokenizedNumbers, isAuthAccount } from '../accounts.ts';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { accountOptions, text } from '../fields.ts';
import { type Country, findInstitution } from '../institutions.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct, verificationOf } from '../products.ts';
import type { Account, Item } from '../records.ts';
import type { Wire } from '../wire.ts';
import { selectAccounts } from './accounts.ts';
import { itemJson } from './item.ts';

export const authGet = endpoint(
	v.strictObject({ access_token: text, options: accountOptions }),
	({ state, clientId, requestId }, { access_token, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'auth');
		const candidates = selectAccounts(item, options?.account_ids).filter(isAuthAccount);
		const accounts = candidates.filter((account) => verificationOf(account) === 'good');
		if (accounts.length === 0) {
			const isPending = candidates.some((account) => verificationOf(account) === 'pending');
			throw refuse(isPending ? 'PRODUCT_NOT_READY' : 'NO_AUTH_ACCOUNTS');
		}
		return {
			accounts,
			item: itemJson(item),
			numbers: numbersOf(state, item, accounts),
			request_id: requestId,
		} satisfies Wire<AuthGetResponse>;
	},
);

/** Plaid has one list per kind of account number. An account is in the lists of its country. */
function numbersOf(state: State, item: Item, accounts: readonly Account[]): Wire<AuthGetNumbers> {
	const numbers: Wire<AuthGetNumbers> = { ach: [], bacs: [], eft: [], international: [] };
	for (const { account_id, mask } of accounts) {
		const own = state.customAccounts.get(account_id)?.numbers;
		const entered = item.numbers[account_id];
		const account = entered?.account ?? own?.account ?? `111122223333${mask ?? '0000'}`;
		for (const kind of own ? kindsOfCustomAccount(own) : kindsOf(item)) {
			if (kind === 'ach') {
				numbers.ach.push({
					account_id,
					account,
					is_tokenized_account_number: hasTokenizedNumbers(item.institutionId),
					routing: entered?.routing ?? own?.ach_routing ?? '011401533',
					wire_routing: entered ? null : own ? (own.ach_wire_routing ?? null) : '021000021',
				});
			} else if (kind === 'eft') {
				numbers.eft.push({
					account_id,
					account,
					institution: own?.eft_institution ?? '021',
					branch: own?.eft_branch ?? '01140',
				});
			} else if (kind === 'bacs') {
				numbers.bacs.push({
					account_id,
					account: own?.account ?? '31926819',
					sort_code: own?.bacs_sort_code ?? '601613',
				});
			} else {
				numbers.international.push({
					account_id,
					bic: own?.international_bic ?? 'NWBKGB21',
					iban: own?.international_iban ?? 'GB29NWBK60161331926819',
				});
			}
		}
	}
	return numbers;
}

type Kind = keyof AuthGetNumbers;

function kindsOf(item: Item): Kind[] {
	const country: Country = findInstitution(item.institutionId ?? '')?.countries[0] ?? 'US';
	if (country === 'US') return ['ach'];
	if (country === 'CA') return ['eft'];
	return country === 'GB' ? ['bacs', 'international'] : ['international'];
}

/** The kinds whose fields are in a custom account's JSON; American if there are none. */
function kindsOfCustomAccount(own: Record<string, unknown>): Kind[] {
	const kinds: Kind[] = [];
	if ('eft_institution' in own || 'eft_branch' in own) kinds.push('eft');
	if ('bacs_sort_code' in own) kinds.push('bacs');
	if ('international_iban' in own || 'international_bic' in own) kinds.push('international');
	if (kinds.length === 0 || 'ach_routing' in own || 'ach_wire_routing' in own) kinds.push('ach');
	return kinds;
}
