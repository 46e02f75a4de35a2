import { errorCatalog, type PaymentRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { inSmallestUnit } from '../money.ts';
import { PlaidFailure } from '../plaid/client.ts';
import { trackStatus } from '../plaid/track-status.ts';
import type { Services } from '../services.ts';
import type { ConnectionRow } from '../store/schema.ts';

/**
 * Asks the bank, through Plaid, whether the account has enough: what is available, or where the bank does not tell that,
 * what is there.
 * @throws ApiError `balance_insufficient`; and where it is `required`, `balance_unknown` or what stands in the way
 * @see https://plaid.com/docs/api/products/balance/
 */
export async function checkBalance(
	services: Services,
	connection: ConnectionRow,
	{ amount, check_balance: wanted }: PaymentRequest,
): Promise<void> {
	const access_token = await services.seal.open(connection.accessToken, connection.id);
	try {
		const { accounts } = await trackStatus(services, connection, {
			provesLogin: true,
			work: () => services.plaid.accountsBalanceGet({ access_token }),
		});
		const balances = accounts.find(({ account_id }) => account_id === connection.accountId)?.balances;
		const balance = balances?.available ?? balances?.current ?? null;
		if (balance !== null && balances?.iso_currency_code === 'USD') {
			if (inSmallestUnit(balance, 'USD') < amount) throw new ApiError('balance_insufficient');
			return;
		}
	} catch (error) {
		if (!(error instanceof PlaidFailure)) throw error;
		const { plaid } = error.details;
		if (wanted === 'required' && errorCatalog[error.code].retryable)
			throw new ApiError('balance_unknown', { ...(plaid && { plaid }) });
		if (wanted === 'required') throw error;
	}
	if (wanted === 'required') throw new ApiError('balance_unknown');
}
