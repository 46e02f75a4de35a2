/**
 * Plaid's transactions: several of its pages in one answer. If they change meanwhile, it starts over.
 * @see https://plaid.com/docs/api/products/transactions/#transactionssync
 */
import { fullJitter, type Pause } from '../backoff.ts';
import type { TransactionsSynced } from '../plaid/answers.ts';
import { type Plaid, PlaidFailure } from '../plaid/client.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** In one answer: five thousand transactions. */
const maxPages = 10;
const pageSize = 500;
const maxRestarts = 4;

export type Synced = Pick<TransactionsSynced, 'added' | 'modified' | 'removed'> & {
	/** It started over after pages of this sync had been answered. */
	restarted: boolean;
	nextCursor: string;
	hasMore: boolean;
	/** Plaid's `transactions_update_status`, without its prefix. */
	status: string;
};

/** @throws ApiError `plaid_unavailable` if the transactions change at every try */
export async function syncTransactions(
	{ plaid, pause }: { plaid: Plaid; pause: Pause },
	{ access_token, cursor }: { access_token: string; cursor: string | undefined },
): Promise<Synced> {
	const place = readCursor(cursor);
	let { at } = place;
	for (let restarts = 0; ; restarts++) {
		try {
			return await pagesFrom(plaid, { access_token, start: place.start, at, restarted: at !== place.at });
		} catch (error) {
			if (!(error instanceof PlaidFailure) || !isMutation(error)) throw error;
			if (restarts === maxRestarts) {
				throw new PlaidFailure('plaid_unavailable', { ...error.details, settled: true, isTransient: false });
			}
			at = place.start;
			await pause(fullJitter(restarts + 1, { firstMs: 150, mostMs: 2_000 }));
		}
	}
}

async function pagesFrom(
	plaid: Plaid,
	sync: { access_token: string; start: string; at: string; restarted: boolean },
): Promise<Synced> {
	const { access_token, start, restarted } = sync;
	const changes: Pick<Synced, 'added' | 'modified' | 'removed'> = { added: [], modified: [], removed: [] };
	let { at } = sync;
	for (let page = 1; ; page++) {
		const synced = await plaid.transactionsSync({ access_token, count: pageSize, ...(at && { cursor: at }) });
		changes.added.push(...synced.added);
		changes.modified.push(...synced.modified);
		changes.removed.push(...synced.removed);
		at = synced.next_cursor;
		if (synced.has_more && page < maxPages) continue;
		return {
			...changes,
			restarted,
			nextCursor: writeCursor(synced.has_more ? { start, at } : { start: at, at }),
			hasMore: synced.has_more,
			status: (synced.transactions_update_status ?? '').replace(/^TRANSACTIONS_UPDATE_STATUS_/, ''),
		};
	}
}

const isMutation = ({ details }: PlaidFailure): boolean =>
	details.plaid?.error_code === 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION';
