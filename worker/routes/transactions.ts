import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { trackStatus } from '../connections/track-status.ts';
import { type Transaction, type TransactionsAnswer, transactionsQuery } from '../contract.ts';
import { inSmallestUnit } from '../money.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import type { PlaidTransaction } from '../plaid/answers.ts';
import { syncTransactions } from '../transactions/sync.ts';
import { standingConnectionOf } from './connections.ts';

/** `GET /v1/connections/:id/transactions`: what has changed since the cursor. */
export async function getTransactions(c: Context<AppEnv>): Promise<Response> {
	const { cursor } = checkParameters(transactionsQuery, queryOf(c.req.raw));
	const connection = await standingConnectionOf(c);
	const access_token = await c.get('seal').open(connection.accessToken, connection.id);
	const synced = await trackStatus(c.var, connection, {
		provesLogin: false,
		work: () => syncTransactions({ plaid: c.get('plaid'), pause: c.get('pause') }, { access_token, cursor }),
	});
	const answer: TransactionsAnswer = {
		restarted: synced.restarted,
		added: synced.added.map(asTransaction),
		modified: synced.modified.map(asTransaction),
		removed: synced.removed.map(({ transaction_id, account_id }) => ({
			id: transaction_id,
			account_id: account_id ?? '',
		})),
		next_cursor: synced.nextCursor,
		has_more: synced.hasMore,
		status: statuses[synced.status] ?? 'unknown',
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

const statuses: Record<string, TransactionsAnswer['status']> = {
	NOT_READY: 'not_ready',
	INITIAL_UPDATE_COMPLETE: 'initial',
	HISTORICAL_UPDATE_COMPLETE: 'complete',
};

function asTransaction(transaction: PlaidTransaction): Transaction {
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
