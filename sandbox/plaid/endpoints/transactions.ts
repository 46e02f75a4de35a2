/** Transactions: by cursor, by dates, and anew. @see https://plaid.com/docs/api/products/transactions/ */
import type {
	Transaction,
	TransactionsGetResponse,
	TransactionsRefreshResponse,
	TransactionsSyncResponse,
} from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { anyText, flag, oneOf, text, whole } from '../fields.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import type { Feed, Item, TransactionChange } from '../records.ts';
import { readCursor, writeCursor } from '../transactions/cursor.ts';
import { refreshDynamicUser } from '../transactions/dynamic-user.ts';
import { startFeed, updateFeed } from '../transactions/feed.ts';
import type { Wire } from '../wire.ts';
import { chosenAccounts } from './accounts.ts';
import { itemAnswer } from './item.ts';

const sharedOptions = {
	include_original_description: v.exactOptional(v.nullable(flag)),
	include_personal_finance_category: v.exactOptional(flag),
	include_logo_and_counterparty_beta: v.exactOptional(flag),
	personal_finance_category_version: v.exactOptional(oneOf(['v1', 'v2'])),
	days_requested: v.exactOptional(whole(1, 730)),
};

export const transactionsSync = endpoint(
	v.strictObject({
		access_token: text,
		cursor: v.exactOptional(anyText),
		count: v.exactOptional(whole(1, 500)),
		options: v.exactOptional(v.strictObject({ ...sharedOptions, account_id: v.exactOptional(text) })),
	}),
	({ state, clientId, requestId }, { access_token, cursor = '', count = 100, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'transactions');
		const account = options?.account_id ?? '';
		if (account !== '') chosenAccounts(item, [account]);
		const feed = startFeed(state, item, options?.days_requested);
		feed.syncCalled = true;
		const length = feed.log.length;
		const from =
			cursor === ''
				? { account, start: 0, next: 0, end: null }
				: cursor === 'now'
					? { account, start: length, next: length, end: null }
					: readCursor(item.itemId, account, cursor);
		if (from.end !== null && from.end !== length) {
			throw refuse('TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION');
		}
		const rest = netChanges(feed, from.start, account).filter((place) => place >= from.next);
		const page = rest.slice(0, count).map((place) => feed.log[place] as TransactionChange);
		const following = rest[count];
		const ofKind = (kind: TransactionChange['kind']) => page.filter((change) => change.kind === kind);
		const standing = (kind: TransactionChange['kind']) =>
			ofKind(kind).map(({ transactionId }) => transactionAnswer(feed, transactionId, options));
		return {
			accounts: account === '' ? item.accounts : chosenAccounts(item, [account]),
			added: standing('added'),
			has_more: following !== undefined,
			modified: standing('modified'),
			next_cursor:
				feed.status === 'NOT_READY'
					? ''
					: writeCursor(
							item.itemId,
							following !== undefined
								? { account, start: from.start, next: following, end: length }
								: { account, start: length, next: length, end: null },
						),
			removed: ofKind('removed').map(({ transactionId, accountId }) => ({
				transaction_id: transactionId,
				account_id: accountId,
			})),
			request_id: requestId,
			transactions_update_status: feed.status,
		} satisfies Wire<TransactionsSyncResponse>;
	},
);

/**
 * What has changed since a place in the log, as places in it: each transaction once, those that came and went in
 * between not at all.
 */
function netChanges(feed: Feed, start: number, account: string): number[] {
	const places = new Map<string, number>();
	for (let place = start; place < feed.log.length; place++) {
		const { kind, transactionId, accountId } = feed.log[place] as TransactionChange;
		if (account !== '' && accountId !== account) continue;
		const before = places.get(transactionId);
		if (kind !== 'removed') {
			if (before === undefined) places.set(transactionId, place);
			continue;
		}
		places.delete(transactionId);
		const wasThere = before === undefined || feed.log[before]?.kind !== 'added';
		if (wasThere) places.set(transactionId, place);
	}
	return [...places.values()];
}

const date = v.pipe(text, v.isoDate('must be a date in the format YYYY-MM-DD'));

export const transactionsGet = endpoint(
	v.strictObject({
		access_token: text,
		start_date: date,
		end_date: date,
		options: v.exactOptional(
			v.strictObject({
				...sharedOptions,
				include_personal_finance_category_beta: v.exactOptional(flag),
				account_ids: v.exactOptional(v.array(text, 'must be an array')),
				count: v.exactOptional(whole(1, 500)),
				offset: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
			}),
		),
	}),
	({ state, clientId, requestId }, { access_token, start_date, end_date, options = {} }) => {
		if (start_date > end_date) throw refuse('INVALID_FIELD', 'start_date must not be after end_date');
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'transactions');
		const accounts = chosenAccounts(item, options.account_ids);
		const feed = startFeed(state, item, options.days_requested);
		if (feed.status === 'NOT_READY') throw refuse('PRODUCT_NOT_READY');
		const chosen = new Set(accounts.map(({ account_id }) => account_id));
		const found = [...feed.current.values()]
			.filter(({ account_id, date }) => chosen.has(account_id) && date >= start_date && date <= end_date)
			.sort((a, b) => b.date.localeCompare(a.date));
		const { offset = 0, count = 100 } = options;
		return {
			accounts,
			item: itemAnswer(item),
			request_id: requestId,
			total_transactions: found.length,
			transactions: found
				.slice(offset, offset + count)
				.map(({ transaction_id }) => transactionAnswer(feed, transaction_id, options)),
		} satisfies Wire<TransactionsGetResponse>;
	},
);

export const transactionsRefresh = endpoint(
	v.strictObject({ access_token: text }),
	({ state, clientId, requestId }, { access_token }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireTransactions(item);
		requireProduct(item, 'transactions');
		if (item.institutionId === capitalOne && item.accounts.every(({ type }) => type !== 'depository')) {
			throw refuse('PRODUCTS_NOT_SUPPORTED');
		}
		startFeed(state, item);
		updateFeed(state, item, (feed) => refreshDynamicUser(state, item, feed));
		return { request_id: requestId } satisfies Wire<TransactionsRefreshResponse>;
	},
);

const capitalOne = 'ins_128026';

/** Refreshing does not add the product. */
function requireTransactions(item: Item): void {
	if (!item.products.includes('transactions')) throw refuse('PRODUCT_NOT_ENABLED');
}

function transactionAnswer(
	feed: Feed,
	transactionId: string,
	options:
		| {
				include_original_description?: boolean | null;
				personal_finance_category_version?: 'v1' | 'v2';
		  }
		| undefined,
): Wire<Transaction> {
	const transaction = feed.current.get(transactionId) as Wire<Transaction>;
	const version = options?.personal_finance_category_version;
	return {
		...transaction,
		...(options?.include_original_description ? { original_description: transaction.name } : {}),
		...(version && transaction.personal_finance_category
			? { personal_finance_category: { ...transaction.personal_finance_category, version } }
			: {}),
	};
}
