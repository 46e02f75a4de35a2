/**
 * `/accounts/get` (kept balances) and `/accounts/balance/get` (live ones).
 * @see https://plaid.com/docs/api/accounts/
 */
import type { AccountsGetResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint, plaidTime } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { text } from '../fields.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import type { Account, Item } from '../records.ts';
import type { Wire } from '../wire.ts';
import { itemAnswer } from './item.ts';

const accountIds = v.exactOptional(v.array(text, 'must be an array'));

/** The `options` of the endpoints that can be asked for some of the accounts. */
export const accountOptions = v.exactOptional(v.strictObject({ account_ids: accountIds }));

export const accountsGet = endpoint(
	v.strictObject({ access_token: text, options: accountOptions }),
	({ state, clientId, requestId }, { access_token, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		return {
			accounts: chosenAccounts(item, options?.account_ids),
			item: itemAnswer(item),
			request_id: requestId,
		} satisfies Wire<AccountsGetResponse>;
	},
);

/** Capital One: its balances of other than deposit accounts need `min_last_updated_datetime`. */
const needsOldestBalance = 'ins_128026';

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
		const accounts = chosenAccounts(item, options?.account_ids);
		if (
			item.institutionId === needsOldestBalance &&
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
			item: itemAnswer(item),
			request_id: requestId,
		} satisfies Wire<AccountsGetResponse>;
	},
);

/** Throws INVALID_ACCOUNT_ID for an id that is not the Item's. */
export function chosenAccounts(item: Item, ids: readonly string[] | undefined): Account[] {
	if (!ids) return item.accounts;
	return ids.map((id) => {
		const account = item.accounts.find(({ account_id }) => account_id === id);
		if (!account) throw refuse('INVALID_ACCOUNT_ID');
		return account;
	});
}
