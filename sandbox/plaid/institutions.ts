/**
 * The institutions of Plaid's Sandbox.
 * @see https://plaid.com/docs/sandbox/institutions/
 */
import type { CountryCode } from 'plaid';
import type { Product } from './records.ts';
import type { Wire } from './wire.ts';

export type Country = Wire<CountryCode>;

export type SandboxInstitution = {
	id: string;
	name: string;
	countries: Country[];
	/** Whether the shopper signs in at the bank's own page, and not with a user name and password in Link. */
	oauth: boolean;
	health: 'healthy' | 'degraded' | 'down' | 'unsupported';
	products: Product[];
	routingNumbers: string[];
	url: string;
	color: string;
	/** Which Auth flows the institution supports. */
	auth: { instant: boolean; match: boolean; automatedMicrodeposits: boolean; instantMicrodeposits: boolean };
};

const products: Product[] = [
	'assets',
	'auth',
	'balance',
	'credit_details',
	'identity',
	'identity_match',
	'income',
	'income_verification',
	'investments',
	'liabilities',
	'recurring_transactions',
	'signal',
	'statements',
	'transactions',
	'transfer',
];

/** The products of institutions outside the United States. */
const productsAbroad: Product[] = ['assets', 'auth', 'balance', 'identity', 'transactions'];

const healthyBank = {
	countries: ['US'] as Country[],
	oauth: false,
	health: 'healthy' as const,
	products,
	routingNumbers: [] as string[],
	url: 'https://plaid.com',
	color: '#004966',
	auth: { instant: true, match: false, automatedMicrodeposits: false, instantMicrodeposits: false },
};

/** In the order of `/institutions/get`. */
export const institutions: readonly SandboxInstitution[] = [
	{
		...healthyBank,
		id: 'ins_109508',
		name: 'First Platypus Bank',
		routingNumbers: ['011401533'],
		color: '#1f4e8c',
	},
	{ ...healthyBank, id: 'ins_109509', name: 'First Gingham Credit Union', color: '#a23b3b' },
	{ ...healthyBank, id: 'ins_109510', name: 'Tattersall Federal Credit Union', color: '#5b6b2f' },
	{ ...healthyBank, id: 'ins_109511', name: 'Tartan Bank', color: '#7a2e55' },
	{
		...healthyBank,
		id: 'ins_109512',
		name: 'Houndstooth Bank',
		products: ['auth', 'balance', 'identity', 'transactions'],
		routingNumbers: ['011000138', '011200365', '011400495'],
		auth: { instant: true, match: true, automatedMicrodeposits: true, instantMicrodeposits: false },
	},
	{ ...healthyBank, id: 'ins_130016', name: 'First Platypus Balance Bank', color: '#2f6f73' },
	{
		...healthyBank,
		id: 'ins_135858',
		name: 'Windowpane Bank',
		routingNumbers: ['333333334'],
		color: '#3f5fa8',
		auth: { instant: false, match: false, automatedMicrodeposits: false, instantMicrodeposits: true },
	},
	{ ...healthyBank, id: 'ins_127287', name: 'Platypus OAuth Bank', oauth: true, color: '#1d6b57' },
	{
		...healthyBank,
		id: 'ins_132241',
		name: 'First Platypus OAuth App2App Bank',
		oauth: true,
		color: '#24507a',
	},
	{ ...healthyBank, id: 'ins_129644', name: 'First Platypus Bank - OAuth', oauth: true, color: '#1f4e8c' },
	{
		...healthyBank,
		id: 'ins_43',
		name: 'Tartan-Dominion Bank of Canada',
		countries: ['CA'],
		products: productsAbroad,
		color: '#8c2f39',
	},
	{
		...healthyBank,
		id: 'ins_116834',
		name: 'Flexible Platypus Open Banking',
		countries: ['GB'],
		oauth: true,
		products: productsAbroad,
	},
	{
		...healthyBank,
		id: 'ins_117181',
		name: 'Flexible Platypus Open Banking (QR Code)',
		countries: ['GB'],
		oauth: true,
		products: productsAbroad,
	},
	{
		...healthyBank,
		id: 'ins_117650',
		name: 'Royal Bank of Plaid',
		countries: ['GB'],
		oauth: true,
		products: productsAbroad,
		color: '#4a2f7a',
	},
	{
		...healthyBank,
		id: 'ins_132363',
		name: 'Unhealthy Platypus Bank - Degraded',
		health: 'degraded',
		color: '#8a6d1f',
	},
	{
		...healthyBank,
		id: 'ins_132361',
		name: 'Unhealthy Platypus Bank - Down',
		health: 'down',
		color: '#7a3030',
	},
	{
		...healthyBank,
		id: 'ins_133402',
		name: 'Unsupported Platypus Bank',
		health: 'unsupported',
		color: '#666666',
	},
	{ ...healthyBank, id: 'ins_133502', name: 'Platypus Bank RUX Auth', color: '#2d5d86' },
	{ ...healthyBank, id: 'ins_133503', name: 'Platypus Bank RUX Match', color: '#2d5d86' },
	{ ...healthyBank, id: 'ins_56', name: 'Chase', oauth: true, color: '#095aa6' },
	{ ...healthyBank, id: 'ins_13', name: 'PNC', oauth: true, color: '#f58025' },
	{ ...healthyBank, id: 'ins_127990', name: 'U.S. Bank', oauth: true, color: '#0a41c5' },
	{ ...healthyBank, id: 'ins_128026', name: 'Capital One', oauth: true, color: '#c02427' },
	{ ...healthyBank, id: 'ins_135842', name: 'Platypus Income Bank', color: '#3b6f4a' },
];

const byId = new Map(institutions.map((institution) => [institution.id, institution]));

/** It does not allow balances without `min_last_updated_datetime`, nor refreshing cards. */
export const capitalOne = 'ins_128026';

export const findInstitution = (id: string): SandboxInstitution | undefined => byId.get(id);

/** The institutions of these countries that match all other filters, in the order of the list. */
export function matchingInstitutions(filter: {
	countries: readonly Country[];
	products?: readonly Product[] | null | undefined;
	oauth?: boolean | null | undefined;
	routingNumbers?: readonly string[] | null | undefined;
	query?: string | undefined;
}): SandboxInstitution[] {
	const query = filter.query?.trim().toLowerCase();
	return institutions.filter(
		(institution) =>
			institution.countries.some((country) => filter.countries.includes(country)) &&
			(filter.products ?? []).every((product) => institution.products.includes(product)) &&
			(filter.oauth == null || institution.oauth === filter.oauth) &&
			(filter.routingNumbers ?? []).every((number) => institution.routingNumbers.includes(number)) &&
			(query === undefined || matchesName(institution.name, query)),
	);
}

/** The name contains the query, or each word of the query is the start of a word of the name. */
function matchesName(name: string, query: string): boolean {
	const lower = name.toLowerCase();
	const words = lower.split(/[^a-z0-9]+/);
	return (
		lower.includes(query) || query.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))
	);
}
