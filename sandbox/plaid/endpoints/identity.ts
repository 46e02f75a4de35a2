/** `/identity/get`: the owners of the accounts. @see https://plaid.com/docs/api/products/identity/ */
import type { IdentityGetResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { accountOptions, text } from '../fields.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import { userGoodOwner } from '../user-good.ts';
import type { Wire } from '../wire.ts';
import { selectAccounts } from './accounts.ts';
import { itemJson } from './item.ts';

export const identityGet = endpoint(
	v.strictObject({ access_token: text, options: accountOptions }),
	({ state, clientId, requestId }, { access_token, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'identity');
		return {
			accounts: selectAccounts(item, options?.account_ids).map((account) => ({
				...account,
				owners: [state.customAccounts.get(account.account_id)?.identity ?? userGoodOwner],
			})),
			item: itemJson(item),
			request_id: requestId,
		} satisfies Wire<IdentityGetResponse>;
	},
);
