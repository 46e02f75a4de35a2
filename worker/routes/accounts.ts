import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { trackStatus } from '../connections/track-status.ts';
import { type AccountsAnswer, type AccountWithBalances, accountsQuery } from '../contract.ts';
import { inSmallestUnit } from '../money.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import type { AccountsGotten, PlaidAccount } from '../plaid/answers.ts';
import { institutionOf } from '../store/connections.ts';
import type { ConnectionRow } from '../store/schema.ts';
import { standingConnectionOf } from './connections.ts';

/**
 * `GET /v1/connections/:id/accounts`: all accounts of the bank login, with balances as Plaid saw them last or, `live`,
 * as the bank tells them now.
 * @see https://plaid.com/docs/api/products/balance/
 */
export async function getAccounts(c: Context<AppEnv>): Promise<Response> {
	const { balances } = checkParameters(accountsQuery, queryOf(c.req.raw));
	const connection = await standingConnectionOf(c);
	const { accounts } = await askPlaid(c, connection, balances);
	const answer: AccountsAnswer = {
		accounts: accounts.map(withBalances),
		balances,
		institution: institutionOf(connection),
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** Asks, and notes what the answer tells about the connection's state. */
async function askPlaid(
	c: Context<AppEnv>,
	connection: ConnectionRow,
	balances: 'cached' | 'live',
): Promise<AccountsGotten> {
	const plaid = c.get('plaid');
	const request = { access_token: await c.get('seal').open(connection.accessToken, connection.id) };
	return trackStatus(c.var, connection, {
		// What Plaid saw last, it tells of a login that no longer works, too.
		provesLogin: balances === 'live',
		work: () => (balances === 'cached' ? plaid.accountsGet(request) : plaid.accountsBalanceGet(request)),
	});
}

function withBalances(account: PlaidAccount): AccountWithBalances {
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
