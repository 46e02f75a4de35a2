/**
 * `/accounts/get` (cached balances) and `/accounts/balance/get` (live balances).
 * @see https://plaid.com/docs/api/accounts/
 */
import type { AccountsGetResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint, plaidTime } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { accountIds, accountOptions, text } from '../fields.ts';
import { capitalOne } from '../institutions.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import type { Account, Item } from '../records.ts';
import type { Wire } from '../wire.ts';
import { itemJson } from './item.ts';

export const accountsGet = endpoint(
	v.strictObject({ access_token: text, options: accountOptions }),
	({ state, clientId, requestId }, { access_token, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		return {
			accounts: selectAccounts(item, options?.account_ids),
			item: itemJson(item),
			request_id: requestId,
		} satisfies Wire<AccountsGetResponse>;
	},
);

export const accountsBalanceGet = endpoint(
	v.strictObject({
		access_token: text,
		options: v.exactOptional(
			v.strictObject({
				account_ids: accountIds,
				min_last_updated_datetime: v.exactOptional(
					v.pipe(
						text,
						v.check((time) => !Number.isNaN(Date.parse(time)), 'must be an ISO 8601 date and time'),
					),
				),
			}),
		),
	}),
	({ state, clientId, requestId }, { access_token, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'balance');
		const accounts = selectAccounts(item, options?.account_ids);
		// Capital One requires the option for all accounts that are not deposit accounts.
		if (
			item.institutionId === capitalOne &&
			!options?.min_last_updated_datetime &&
			accounts.some(({ type }) => type !== 'depository')
		) {
			throw refuse('INVALID_FIELD', 'options.min_last_updated_datetime is required for this institution');
		}
		const lastUpdated = options?.min_last_updated_datetime ? plaidTime(state.clock.now()) : undefined;
		return {
			accounts: lastUpdated
				? accounts.map((account) => ({
						...account,
						balances: { ...account.balances, last_updated_datetime: lastUpdated },
					}))
				: accounts,
			item: itemJson(item),
			request_id: requestId,
		} satisfies Wire<AccountsGetResponse>;
	},
);

/** The accounts with these ids, or all without ids. Throws INVALID_ACCOUNT_ID for an id of another Item. */
export function selectAccounts(item: Item, ids: readonly string[] | undefined): Account[] {
	if (!ids) return item.accounts;
	return ids.map((id) => {
		const account = item.accounts.find(({ account_id }) => account_id === id);
		if (!account) throw refuse('INVALID_ACCOUNT_ID');
		return account;
	});
}
