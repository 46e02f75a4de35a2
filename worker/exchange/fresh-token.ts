import { trackStatus } from '../connections/track-status.ts';
import type { Account } from '../contract.ts';
import type { Services } from '../services.ts';
import { storeFreshToken } from '../store/connections.ts';
import type { ConnectionRow } from '../store/schema.ts';
import { chooseAccount } from './choose-account.ts';

/** Another `btok_…` for a connection, without Link. */
export async function freshBankAccountToken(
	services: Services,
	connection: ConnectionRow,
	accountId: string | null,
): Promise<{ account: Account; token: string }> {
	const { database, plaid, seal, now } = services;
	// A report that the token is outdated may come while it is made. It is about this token, too.
	const startedAt = now();
	const access_token = await seal.open(connection.accessToken, connection.id);
	const made = await trackStatus(services, connection, {
		provesLogin: false,
		work: async () => {
			const { accounts } = await plaid.accountsGet({ access_token });
			const account = chooseAccount(accounts, accountId);
			const { stripe_bank_account_token: token } = await plaid.processorStripeBankAccountTokenCreate({
				access_token,
				account_id: account.id,
			});
			return { account, token };
		},
	});
	services.announce(
		await storeFreshToken(database, connection, { account: made.account, startedAt, now: now() }),
	);
	return made;
}
