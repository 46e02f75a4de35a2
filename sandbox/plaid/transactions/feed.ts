/**
 * How an Item's transactions arrive: the last month soon after linking, the rest a little later, then new ones each
 * day. Pending transactions appear, may be corrected, and are replaced by posted ones.
 * @see https://plaid.com/docs/transactions/
 */
import type { Transaction } from 'plaid';
import type { State } from '../../state.ts';
import type { Booking, Day, Feed, Item, TransactionChange } from '../records.ts';
import { sendItemWebhook } from '../webhooks.ts';
import type { Wire } from '../wire.ts';
import { bookingsOf, dayOf } from './bookings.ts';
import { transactionOf } from './transaction.ts';

type UpdateCode = 'INITIAL_UPDATE' | 'HISTORICAL_UPDATE' | 'DEFAULT_UPDATE';

/** Milliseconds after linking. */
const initialUpdateAfter = 5_000;
const historicalUpdateAfter = 30_000;

/** How many days the initial update covers. */
const initialDays = 30;

/** Starts to fetch an Item's transactions. Returns the existing feed if there is one. */
export function startFeed(state: State, item: Item, daysRequested = 90): Feed {
	if (item.feed) return item.feed;
	const now = state.clock.now();
	const today = dayOf(now);
	const feed: Feed = {
		status: 'NOT_READY',
		log: [],
		current: new Map(),
		first: today - daysRequested + 1,
		from: today + 1,
		through: today,
		pending: [],
		syncCalled: false,
		updatedAt: null,
	};
	item.feed = feed;
	state.tasks.push({
		at: now + initialUpdateAfter,
		run: () =>
			fetchPast(state, item, {
				from: today - Math.min(initialDays, daysRequested) + 1,
				status: 'INITIAL_UPDATE_COMPLETE',
				webhook_code: 'INITIAL_UPDATE',
			}),
	});
	state.tasks.push({ at: now + historicalUpdateAfter, run: () => fetchHistory(state, item) });
	scheduleDailyUpdate(state, item);
	return feed;
}

function fetchHistory(state: State, item: Item): void {
	if (!item.feed) return;
	fetchPast(state, item, {
		from: item.feed.first,
		status: 'HISTORICAL_UPDATE_COMPLETE',
		webhook_code: 'HISTORICAL_UPDATE',
	});
}

/** Fetches the days before those that have been fetched, back to `from`. */
function fetchPast(
	state: State,
	item: Item,
	update: { from: Day; status: Feed['status']; webhook_code: UpdateCode },
): void {
	const { feed } = item;
	if (!feed || feed.status === 'HISTORICAL_UPDATE_COMPLETE' || !canFetch(item)) return;
	const bookings = bookingsOf(state, item, { first: update.from, last: feed.from - 1 });
	feed.status = update.status;
	feed.from = update.from;
	addBookings(state, feed, bookings);
	sendUpdateWebhook(state, item, { webhook_code: update.webhook_code, new_transactions: bookings.length });
	sendSyncWebhook(state, item);
	feed.updatedAt = state.clock.now();
}

/** Fetches what has happened since the last update, and sends webhooks if something changed. */
export function updateFeed(state: State, item: Item, moreChanges: (feed: Feed) => void = () => {}): void {
	const { feed } = item;
	if (feed?.status !== 'HISTORICAL_UPDATE_COMPLETE' || !canFetch(item)) return;
	const position = feed.log.length;
	const today = dayOf(state.clock.now());
	while (feed.through < today) {
		feed.through += 1;
		updatePending(state, feed, feed.through);
		addBookings(state, feed, bookingsOf(state, item, { first: feed.through, last: feed.through }));
	}
	moreChanges(feed);
	const changes = feed.log.slice(position);
	const removed = changes.filter(({ kind }) => kind === 'removed').map((change) => change.transactionId);
	const added = changes.filter(({ kind }) => kind === 'added').length;
	if (removed.length > 0) {
		sendItemWebhook(state, item, {
			webhook_type: 'TRANSACTIONS',
			webhook_code: 'TRANSACTIONS_REMOVED',
			error: null,
			removed_transactions: removed,
		});
	}
	if (added > 0) sendUpdateWebhook(state, item, { webhook_code: 'DEFAULT_UPDATE', new_transactions: added });
	if (changes.length > 0) sendSyncWebhook(state, item);
	feed.updatedAt = state.clock.now();
}

/** Adds bookings in the state that they have on the last fetched day. */
export function addBookings(state: State, feed: Feed, bookings: readonly Booking[]): void {
	for (const booking of bookings) {
		const pending = feed.through < booking.posted;
		const isCorrected = feed.through > booking.transacted || !pending;
		const amount = isCorrected ? (booking.corrected ?? booking.amount) : booking.amount;
		const transaction = transactionOf(state, { ...booking, amount }, { pending });
		recordChange(feed, 'added', transaction);
		if (pending) feed.pending.push({ booking, transactionId: transaction.transaction_id });
	}
}

/** Corrects the pending transactions, and replaces those that are posted by this day. */
export function updatePending(state: State, feed: Feed, day: Day): void {
	feed.pending = feed.pending.filter(({ booking, transactionId }) => {
		const transaction = feed.current.get(transactionId);
		if (!transaction) return false;
		const amount = booking.corrected ?? booking.amount;
		if (day >= booking.posted) {
			const posted = Math.min(booking.posted, feed.through);
			const replacement = transactionOf(
				state,
				{ ...booking, amount, posted },
				{ pending: false, replacesId: transactionId },
			);
			recordChange(feed, 'removed', transaction);
			recordChange(feed, 'added', replacement);
			return false;
		}
		if (day > booking.transacted && transaction.amount !== amount) {
			recordChange(feed, 'modified', { ...transaction, amount });
		}
		return true;
	});
}

function recordChange(feed: Feed, kind: TransactionChange['kind'], transaction: Wire<Transaction>): void {
	const { transaction_id: transactionId, account_id: accountId } = transaction;
	feed.log.push({ kind, transactionId, accountId });
	if (kind === 'removed') feed.current.delete(transactionId);
	else feed.current.set(transactionId, transaction);
}

/** Whether the bank lets Plaid in. If not, the next daily update tries again. */
const canFetch = (item: Item): boolean => item.removedAt === null && !item.error;

/** Runs at each midnight UTC until the Item is removed. */
function scheduleDailyUpdate(state: State, item: Item): void {
	state.tasks.push({
		at: (dayOf(state.clock.now()) + 1) * 86_400_000,
		run: () => {
			if (item.removedAt !== null) return;
			// Catches up if the login was broken when the history should have been fetched.
			fetchHistory(state, item);
			updateFeed(state, item);
			scheduleDailyUpdate(state, item);
		},
	});
}

/** The webhook for `/transactions/get`. */
function sendUpdateWebhook(
	state: State,
	item: Item,
	{ webhook_code, new_transactions }: { webhook_code: UpdateCode; new_transactions: number },
): void {
	sendItemWebhook(state, item, {
		...{ webhook_type: 'TRANSACTIONS', webhook_code },
		...{ error: null, new_transactions },
	});
}

/** The webhook for `/transactions/sync`, after its first call. */
function sendSyncWebhook(state: State, item: Item): void {
	if (!item.feed?.syncCalled) return;
	sendItemWebhook(state, item, {
		webhook_type: 'TRANSACTIONS',
		webhook_code: 'SYNC_UPDATES_AVAILABLE',
		initial_update_complete: item.feed.status !== 'NOT_READY',
		historical_update_complete: item.feed.status === 'HISTORICAL_UPDATE_COMPLETE',
	});
}
