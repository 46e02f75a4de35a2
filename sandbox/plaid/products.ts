/** Plaid's products, and which of them an Item supports. */
import { refuse } from './errors.ts';
import { findInstitution } from './institutions.ts';
import type { Account, Item, Product } from './records.ts';

export const allProducts = [
	...(['assets', 'auth', 'balance', 'balance_plus', 'beacon', 'identity', 'identity_match'] as const),
	...(['investments', 'investments_auth', 'liabilities', 'payment_initiation'] as const),
	...(['identity_verification', 'transactions', 'credit_details', 'income', 'income_verification'] as const),
	...(['standing_orders', 'transfer', 'employment', 'recurring_transactions'] as const),
	...(['transactions_refresh', 'signal', 'statements', 'processor_payments', 'processor_identity'] as const),
	...(['profile', 'cra_base_report', 'cra_income_insights', 'cra_partner_insights'] as const),
	...(['cra_network_insights', 'cra_cashflow_insights', 'cra_monitoring', 'cra_lend_score'] as const),
	...(['cra_plaid_credit_score', 'cra_qualify', 'cra_home_lending', 'layer', 'pay_by_bank'] as const),
	...(['protect_linked_bank', 'protect_transactions'] as const),
] as const;

/** Auth methods without a login: Plaid knows only the account numbers. */
const methodsWithoutLogin: readonly Item['authMethod'][] = [
	'SAME_DAY_MICRODEPOSITS',
	'INSTANT_MICRODEPOSITS',
	'DATABASE_MATCH',
	'DATABASE_INSIGHTS',
];

/**
 * Adds a product to the Item when it is first used, as Plaid does (and starts to bill for it).
 * Throws PRODUCTS_NOT_SUPPORTED if the bank does not offer it, or if it needs a login and there was none.
 */
export function requireProduct(item: Item, product: Product): void {
	const hasLogin = item.institutionId !== null && !methodsWithoutLogin.includes(item.authMethod);
	if (product !== 'auth' && !hasLogin) throw refuse('PRODUCTS_NOT_SUPPORTED');
	if (item.products.includes(product)) return;
	const offered = findInstitution(item.institutionId ?? '')?.products ?? [];
	if (hasLogin && !offered.includes(product)) throw refuse('PRODUCTS_NOT_SUPPORTED');
	// Every Item supports Balance, and none lists it.
	if (product !== 'balance') item.products.push(product);
}

/** Whether an account's numbers can be used: `pending` until its micro-deposits are verified. */
export function verificationOf({ verification_status: status }: Account): 'good' | 'pending' | 'failed' {
	switch (status) {
		case 'pending_automatic_verification':
		case 'pending_manual_verification':
		case 'unsent':
			return 'pending';
		case 'verification_expired':
		case 'verification_failed':
			return 'failed';
		default:
			return 'good';
	}
}
