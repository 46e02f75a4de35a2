/** What `/transactions/sync` returns for a cursor: the changes since the cursor, page by page. */
import { refuse } from '../errors.ts';
import type { Feed, TransactionChange } from '../records.ts';

/** A position in an Item's log of changes. */
export type Cursor = {
	/** The account whose changes are requested; empty for all. */
	account: string;
	/** Where the first page started. */
	start: number;
	/** Where the next page starts. */
	next: number;
	/** The log's length when the first page was made; `null` if the cursor is not between two pages. */
	end: number | null;
};

export type SyncPage = { changes: TransactionChange[]; nextCursor: Cursor; hasMore: boolean };

/** The cursor of a request's `cursor` field. Throws INVALID_FIELD for one of another Item or account. */
export function startingCursor(
	itemId: string,
	feed: Feed,
	{ account, cursor }: { account: string; cursor: string },
): Cursor {
	if (cursor === '') return { account, start: 0, next: 0, end: null };
	if (cursor === 'now') return { account, start: feed.log.length, next: feed.log.length, end: null };
	return readCursor(itemId, account, cursor);
}

/** The next page. Throws TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION if there were changes since the first page. */
export function readPage(feed: Feed, cursor: Cursor, count: number): SyncPage {
	const { account, start } = cursor;
	const end = feed.log.length;
	if (cursor.end !== null && cursor.end !== end) throw refuse('TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION');
	const positions = netChanges(feed, start, account).filter((position) => position >= cursor.next);
	const next = positions[count];
	return {
		changes: positions.slice(0, count).map((position) => feed.log[position] as TransactionChange),
		nextCursor:
			next === undefined ? { account, start: end, next: end, end: null } : { account, start, next, end },
		hasMore: next !== undefined,
	};
}

/**
 * The positions of the changes since `start`. Each transaction has at most one, and none if it was both added and
 * removed in the meantime.
 */
function netChanges(feed: Feed, start: number, account: string): number[] {
	const positions = new Map<string, number>();
	for (let position = start; position < feed.log.length; position++) {
		const { kind, transactionId, accountId } = feed.log[position] as TransactionChange;
		if (account !== '' && accountId !== account) continue;
		const previous = positions.get(transactionId);
		if (kind !== 'removed') {
			if (previous === undefined) positions.set(transactionId, position);
			continue;
		}
		positions.delete(transactionId);
		const existedBefore = previous === undefined || feed.log[previous]?.kind !== 'added';
		if (existedBefore) positions.set(transactionId, position);
	}
	return [...positions.values()];
}

export const writeCursor = (itemId: string, { account, start, next, end }: Cursor): string =>
	btoa([itemId, account, start, next, end ?? ''].join('.'));

function readCursor(itemId: string, account: string, text: string): Cursor {
	const [ofItem, ofAccount, start, next, end] = decode(text).split('.');
	if (ofItem !== itemId) throw refuse('INVALID_FIELD', 'cursor not associated with access_token');
	if (ofAccount !== account) throw refuse('INVALID_FIELD', 'cursor not associated with options.account_id');
	return { account, start: Number(start), next: Number(next), end: end ? Number(end) : null };
}

function decode(text: string): string {
	try {
		return atob(text);
	} catch {
		return '';
	}
}
