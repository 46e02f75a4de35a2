/** What an Item can be asked for. A product is added to the Item, and billed, when it is first used. */

import { refuse } from './errors.ts';
import { findInstitution } from './institutions.ts';
import type { Account, Item, Product } from './records.ts';

/** Items of which Plaid knows the numbers only: nobody signed in. */
const manual: readonly Item['authMethod'][] = [
	'SAME_DAY_MICRODEPOSITS',
	'INSTANT_MICRODEPOSITS',
	'DATABASE_MATCH',
	'DATABASE_INSIGHTS',
];

/** Throws PRODUCTS_NOT_SUPPORTED for what the bank does not offer, or what needs a login where there is none. */
export function requireProduct(item: Item, product: Product): void {
	const signedIn = item.institutionId !== null && !manual.includes(item.authMethod);
	if (product !== 'auth' && !signedIn) throw refuse('PRODUCTS_NOT_SUPPORTED');
	if (item.products.includes(product)) return;
	const offered = findInstitution(item.institutionId ?? '')?.products ?? [];
	if (signedIn && !offered.includes(product)) throw refuse('PRODUCTS_NOT_SUPPORTED');
	// Balance is had with every Item, and never among its products.
	if (product !== 'balance') item.products.push(product);
}

/** Whether an account's numbers can be used; `pending` while its micro-deposits are on their way. */
export function verificationOf({ verification_status: status }: Account): 'good' | 'pending' | 'failed' {
	if (status?.startsWith('pending_') || status === 'unsent') return 'pending';
	return status === 'verification_expired' || status === 'verification_failed' ? 'failed' : 'good';
}
