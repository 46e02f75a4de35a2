/**
 * The accounts of `user_good`, the same at every bank, and their owner. Named users other than `user_custom` have
 * them too.
 * @see https://plaid.com/docs/sandbox/test-credentials/
 */
import type { Owner } from 'plaid';
import type { Account } from './records.ts';
import type { Wire } from './wire.ts';

type AccountDetails = Pick<
	Account,
	'name' | 'mask' | 'type' | 'subtype' | 'official_name' | 'holder_category'
> & {
	available: number | null;
	current: number | null;
	limit: number | null;
};

export const userGoodAccounts: readonly AccountDetails[] = [
	{
		...{ name: 'Plaid Checking', mask: '0000', type: 'depository', subtype: 'checking' },
		...{ available: 100, current: 110, limit: null },
		official_name: 'Plaid Gold Standard 0% Interest Checking',
		holder_category: 'personal',
	},
	{
		...{ name: 'Plaid Saving', mask: '1111', type: 'depository', subtype: 'savings' },
		...{ available: 200, current: 210, limit: null },
		official_name: 'Plaid Silver Standard 0.1% Interest Saving',
		holder_category: 'personal',
	},
	{
		...{ name: 'Plaid CD', mask: '2222', type: 'depository', subtype: 'cd' },
		...{ available: null, current: 1000, limit: null },
		official_name: 'Plaid Bronze Standard 0.2% Interest CD',
	},
	{
		...{ name: 'Plaid Credit Card', mask: '3333', type: 'credit', subtype: 'credit card' },
		...{ available: null, current: 410, limit: 2000 },
		official_name: 'Plaid Diamond 12.5% APR Interest Credit Card',
	},
	{
		...{ name: 'Plaid Money Market', mask: '4444', type: 'depository', subtype: 'money market' },
		...{ available: 43200, current: 43200, limit: null },
		official_name: 'Plaid Platinum Standard 1.85% Interest Money Market',
	},
	{
		...{ name: 'Plaid IRA', mask: '5555', type: 'investment', subtype: 'ira' },
		...{ available: null, current: 320.76, limit: null },
		official_name: null,
	},
	{
		...{ name: 'Plaid 401k', mask: '6666', type: 'investment', subtype: '401k' },
		...{ available: null, current: 23631.9805, limit: null },
		official_name: null,
	},
	{
		...{ name: 'Plaid Student Loan', mask: '7777', type: 'loan', subtype: 'student' },
		...{ available: null, current: 65262, limit: null },
		official_name: null,
		holder_category: 'personal',
	},
	{
		...{ name: 'Plaid Mortgage', mask: '8888', type: 'loan', subtype: 'mortgage' },
		...{ available: null, current: 56302.06, limit: null },
		official_name: null,
	},
	{
		...{ name: 'Plaid HSA', mask: '9001', type: 'depository', subtype: 'hsa' },
		...{ available: 6009, current: 6009, limit: null },
		official_name: 'Plaid Cares Health Savings Account',
	},
	{
		...{ name: 'Plaid Cash Management', mask: '9002', type: 'depository', subtype: 'cash management' },
		...{ available: 12060, current: 12060, limit: null },
		official_name: 'Plaid Growth Cash Management',
	},
	{
		...{ name: 'Plaid Business Credit Card', mask: '9999', type: 'credit', subtype: 'credit card' },
		...{ available: 4980, current: 5020, limit: 10000 },
		official_name: 'Plaid Platinum Small Business Credit Card',
		holder_category: 'business',
	},
];

/** The owner of all accounts of `user_good`. */
export const userGoodOwner: Wire<Owner> = {
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
