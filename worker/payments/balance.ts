import { trackStatus } from '../connections/track-status.ts';
import { errorCatalog, type PaymentRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { inSmallestUnit } from '../money.ts';
import { PlaidFailure } from '../plaid/client.ts';
import type { Services } from '../services.ts';
import type { ConnectionRow } from '../store/schema.ts';

/**
 * Asks the bank, through Plaid, whether the account has enough money: the available balance, or the current one where
 * the bank does not report the available one. This may take half a minute.
 * @throws ApiError `balance_insufficient`; where `check_balance` is `required`, also `balance_unknown`, and what the
 * merchant has to repair first (such as `bank_login_required`)
 * @see https://plaid.com/docs/api/products/balance/
 */
export async function checkBalance(
	services: Services,
	connection: ConnectionRow,
	{ amount, check_balance }: PaymentRequest,
): Promise<void> {
	const isRequired = check_balance === 'required';
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
		if (isRequired && !errorCatalog[error.code].retryable) throw error;
		const { plaid } = error.details;
		if (isRequired) throw new ApiError('balance_unknown', { ...(plaid && { plaid }) });
	}
	// The bank reported no balance, or one in another currency.
	if (isRequired) throw new ApiError('balance_unknown');
}
