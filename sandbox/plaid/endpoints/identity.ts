/** `/identity/get`: who the bank says that the accounts belong to. @see https://plaid.com/docs/api/products/identity/ */
import type { IdentityGetResponse, Owner } from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { text } from '../fields.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import type { Wire } from '../wire.ts';
import { accountOptions, chosenAccounts } from './accounts.ts';
import { itemAnswer } from './item.ts';

export const identityGet = endpoint(
	v.strictObject({ access_token: text, options: accountOptions }),
	({ state, clientId, requestId }, { access_token, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'identity');
		return {
			accounts: chosenAccounts(item, options?.account_ids).map((account) => ({
				...account,
				owners: [state.customAccounts.get(account.account_id)?.identity ?? owner],
			})),
			item: itemAnswer(item),
			request_id: requestId,
		} satisfies Wire<IdentityGetResponse>;
	},
);

/** The holder of all of `user_good`'s accounts. */
const owner: Wire<Owner> = {
	names: ['Alberta Bobbeth Charleson'],
	emails: [
		{ data: 'accountholder0@example.com', primary: true, type: 'primary' },
		{ data: 'accountholder1@example.com', primary: false, type: 'secondary' },
		{
			data: 'extraordinarily.long.email.username.123456@reallylonghostname.com',
			primary: false,
			type: 'other',
		},
	],
	phone_numbers: [
		{ data: '1112223333', primary: false, type: 'home' },
		{ data: '1112224444', primary: false, type: 'work' },
		{ data: '1112225555', primary: false, type: 'mobile' },
	],
	addresses: [
		{
			data: {
				city: 'Malakoff',
				country: 'US',
				postal_code: '14236',
				region: 'NY',
				street: '2992 Cameron Road',
			},
			primary: true,
		},
		{
			data: {
				city: 'San Matias',
				country: 'US',
				postal_code: '93405-2255',
				region: 'CA',
				street: '2493 Leisure Lane',
			},
			primary: false,
		},
	],
};
