import { trackStatus } from '../connections/track-status.ts';
import type { Transaction, TransactionsAnswer } from '../contract.ts';
import { inSmallestUnit } from '../money.ts';
import type { PlaidTransaction } from '../plaid/answers.ts';
import type { Services } from '../services.ts';
import type { ConnectionRow } from '../store/schema.ts';
import { syncTransactions } from './sync.ts';

/** What has changed since the cursor, as JSON. What Plaid's answer says about the connection's status is stored. */
export async function readTransactions(
	services: Services,
	connection: ConnectionRow,
	cursor: string | undefined,
): Promise<Omit<TransactionsAnswer, 'request_id'>> {
	const access_token = await services.seal.open(connection.accessToken, connection.id);
	const synced = await trackStatus(services, connection, {
		provesLogin: false,
		work: () => syncTransactions(services, { access_token, cursor }),
	});
	return {
		restarted: synced.restarted,
		added: synced.added.map(transactionToJson),
		modified: synced.modified.map(transactionToJson),
		removed: synced.removed.map(({ transaction_id, account_id }) => ({
			id: transaction_id,
			account_id: account_id ?? '',
		})),
		next_cursor: synced.nextCursor,
		has_more: synced.hasMore,
		status: statuses[synced.status] ?? 'unknown',
	};
}

const statuses: Record<string, TransactionsAnswer['status']> = {
	NOT_READY: 'not_ready',
	INITIAL_UPDATE_COMPLETE: 'initial',
	HISTORICAL_UPDATE_COMPLETE: 'complete',
};

function transactionToJson(transaction: PlaidTransaction): Transaction {
	const currency = transaction.iso_currency_code;
	return {
		id: transaction.transaction_id,
		account_id: transaction.account_id,
		amount: currency === null ? null : inSmallestUnit(transaction.amount, currency),
		currency: currency?.toLowerCase() ?? null,
		date: transaction.date,
		authorized_date: transaction.authorized_date,
		name: transaction.name ?? '',
		merchant_name: transaction.merchant_name,
		pending: transaction.pending,
		pending_transaction_id: transaction.pending_transaction_id,
		payment_channel: transaction.payment_channel ?? 'other',
		category: transaction.personal_finance_category?.primary ?? null,
	};
}
