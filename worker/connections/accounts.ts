import type { AccountWithBalances } from '../contract.ts';
import { inSmallestUnit } from '../money.ts';
import type { PlaidAccount } from '../plaid/answers.ts';
import type { Services } from '../services.ts';
import type { ConnectionRow } from '../store/schema.ts';
import { trackStatus } from './track-status.ts';

/**
 * All accounts of a bank login, with the balances that Plaid saw last or, `live`, the bank's own. What Plaid's answer
 * says about the connection's status is stored.
 * @see https://plaid.com/docs/api/products/balance/
 */
export async function readAccounts(
	services: Services,
	connection: ConnectionRow,
	balances: 'cached' | 'live',
): Promise<AccountWithBalances[]> {
	const { plaid, seal } = services;
	const request = { access_token: await seal.open(connection.accessToken, connection.id) };
	const { accounts } = await trackStatus(services, connection, {
		// Plaid returns cached balances even if the login no longer works.
		provesLogin: balances === 'live',
		work: () => (balances === 'cached' ? plaid.accountsGet(request) : plaid.accountsBalanceGet(request)),
	});
	return accounts.map(accountToJson);
}

function accountToJson(account: PlaidAccount): AccountWithBalances {
	const { available, current, limit, iso_currency_code: currency } = account.balances;
	const money = (amount: number | null) =>
		amount === null || currency === null ? null : inSmallestUnit(amount, currency);
	return {
		id: account.account_id,
		name: account.name,
		mask: account.mask,
		type: account.type,
		subtype: account.subtype,
		official_name: account.official_name,
		balances: {
			available: money(available),
			current: money(current),
			limit: money(limit),
			currency: currency?.toLowerCase() ?? null,
		},
	};
}
