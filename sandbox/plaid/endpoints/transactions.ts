/** `/transactions/…`: by cursor, by dates, and on request from the bank. @see https://plaid.com/docs/api/products/transactions/ */
import type {
	Transaction,
	TransactionsGetResponse,
	TransactionsRefreshResponse,
	TransactionsSyncResponse,
} from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { anyText, boolean, date, integer, oneOf, text } from '../fields.ts';
import { capitalOne } from '../institutions.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import type { Feed, Item, TransactionChange } from '../records.ts';
import { refreshDynamicUser } from '../transactions/dynamic-user.ts';
import { startFeed, updateFeed } from '../transactions/feed.ts';
import { readPage, startingCursor, writeCursor } from '../transactions/sync.ts';
import type { Wire } from '../wire.ts';
import { selectAccounts } from './accounts.ts';
import { itemJson } from './item.ts';

const sharedOptions = {
	include_original_description: v.exactOptional(v.nullable(boolean)),
	include_personal_finance_category: v.exactOptional(boolean),
	include_logo_and_counterparty_beta: v.exactOptional(boolean),
	personal_finance_category_version: v.exactOptional(oneOf(['v1', 'v2'])),
	days_requested: v.exactOptional(integer(1, 730)),
};

export const transactionsSync = endpoint(
	v.strictObject({
		access_token: text,
		cursor: v.exactOptional(anyText),
		count: v.exactOptional(integer(1, 500)),
		options: v.exactOptional(v.strictObject({ ...sharedOptions, account_id: v.exactOptional(text) })),
	}),
	({ state, clientId, requestId }, { access_token, cursor = '', count = 100, options }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'transactions');
		const account = options?.account_id ?? '';
		if (account !== '') selectAccounts(item, [account]);
		const feed = startFeed(state, item, options?.days_requested);
		feed.syncCalled = true;
		const from = startingCursor(item.itemId, feed, { account, cursor });
		const { changes, nextCursor, hasMore } = readPage(feed, from, count);
		const changesOf = (kind: TransactionChange['kind']) => changes.filter((change) => change.kind === kind);
		const transactionsOf = (kind: 'added' | 'modified') =>
			changesOf(kind).map(({ transactionId }) => transactionJson(feed, transactionId, options));
		return {
			accounts: account === '' ? item.accounts : selectAccounts(item, [account]),
			added: transactionsOf('added'),
			has_more: hasMore,
			modified: transactionsOf('modified'),
			next_cursor: feed.status === 'NOT_READY' ? '' : writeCursor(item.itemId, nextCursor),
			removed: changesOf('removed').map(({ transactionId, accountId }) => ({
				transaction_id: transactionId,
				account_id: accountId,
			})),
			request_id: requestId,
			transactions_update_status: feed.status,
		} satisfies Wire<TransactionsSyncResponse>;
	},
);

export const transactionsGet = endpoint(
	v.strictObject({
		access_token: text,
		start_date: date,
		end_date: date,
		options: v.exactOptional(
			v.strictObject({
				...sharedOptions,
				include_personal_finance_category_beta: v.exactOptional(boolean),
				account_ids: v.exactOptional(v.array(text, 'must be an array')),
				count: v.exactOptional(integer(1, 500)),
				offset: v.exactOptional(integer(0, Number.MAX_SAFE_INTEGER)),
			}),
		),
	}),
	({ state, clientId, requestId }, { access_token, start_date, end_date, options = {} }) => {
		if (start_date > end_date) throw refuse('INVALID_FIELD', 'start_date must not be after end_date');
		const item = findHealthyItem(state, clientId, access_token);
		requireProduct(item, 'transactions');
		const accounts = selectAccounts(item, options.account_ids);
		const feed = startFeed(state, item, options.days_requested);
		if (feed.status === 'NOT_READY') throw refuse('PRODUCT_NOT_READY');
		const chosen = new Set(accounts.map(({ account_id }) => account_id));
		const found = [...feed.current.values()]
			.filter(({ account_id, date }) => chosen.has(account_id) && date >= start_date && date <= end_date)
			.sort((a, b) => b.date.localeCompare(a.date));
		const { offset = 0, count = 100 } = options;
		return {
			accounts,
			item: itemJson(item),
			request_id: requestId,
			total_transactions: found.length,
			transactions: found
				.slice(offset, offset + count)
				.map(({ transaction_id }) => transactionJson(feed, transaction_id, options)),
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

/** Unlike the other endpoints, `/transactions/refresh` does not add the product. */
function requireTransactions(item: Item): void {
	if (!item.products.includes('transactions')) throw refuse('PRODUCT_NOT_ENABLED');
}

function transactionJson(
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
