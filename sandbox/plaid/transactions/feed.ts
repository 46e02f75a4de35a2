/**
 * An Item's transactions as Plaid has fetched them so far: what stands, and every change in its order.
 * The first month comes soon after linking, the rest a little later, then each day what is new: pending ones
 * appear, are corrected, and give way to posted ones.
 * @see https://plaid.com/docs/transactions/
 */
import type { Transaction } from 'plaid';
import type { State } from '../../state.ts';
import type { Booking, Day, Feed, Item, TransactionChange } from '../records.ts';
import { sendItemWebhook } from '../webhooks.ts';
import type { Wire } from '../wire.ts';
import { bookingsOf, dayOf } from './bookings.ts';
import { transactionOf } from './transaction.ts';

const initialAfter = 5_000;
const historicalAfter = 30_000;
const initialDays = 30;

/** Begins to fetch, if that has not begun. */
export function startFeed(state: State, item: Item, daysRequested = 90): Feed {
	if (item.feed) return item.feed;
	const now = state.clock.now();
	const feed: Feed = {
		status: 'NOT_READY',
		log: [],
		current: new Map(),
		first: dayOf(now) - daysRequested + 1,
		from: dayOf(now) + 1,
		through: dayOf(now),
		pending: [],
		syncCalled: false,
		updatedAt: null,
	};
	item.feed = feed;
	const recent = dayOf(now) - Math.min(initialDays, daysRequested) + 1;
	state.tasks.push({
		at: now + initialAfter,
		run: () => fetchBack(state, item, feed, recent, 'INITIAL_UPDATE_COMPLETE', 'INITIAL_UPDATE'),
	});
	state.tasks.push({ at: now + historicalAfter, run: () => fetchHistory(state, item, feed) });
	updateDaily(state, item, feed);
	return feed;
}

const fetchHistory = (state: State, item: Item, feed: Feed) =>
	fetchBack(state, item, feed, feed.first, 'HISTORICAL_UPDATE_COMPLETE', 'HISTORICAL_UPDATE');

/** Fetches what lies before that which was fetched, back to a day. */
function fetchBack(
	state: State,
	item: Item,
	feed: Feed,
	until: Day,
	status: Feed['status'],
	code: 'INITIAL_UPDATE' | 'HISTORICAL_UPDATE',
): void {
	if (feed.status === 'HISTORICAL_UPDATE_COMPLETE') return;
	fetched(state, item, () => {
		const bookings = bookingsOf(state, item, until, feed.from - 1);
		feed.status = status;
		feed.from = until;
		take(state, feed, bookings);
		tell(state, item, code, { error: null, new_transactions: bookings.length });
	});
}

/** Fetches what has happened since, and tells of it if something has. */
export function updateFeed(state: State, item: Item, more: (feed: Feed) => void = () => {}): void {
	const { feed } = item;
	if (feed?.status !== 'HISTORICAL_UPDATE_COMPLETE') return;
	fetched(state, item, () => {
		const before = feed.log.length;
		for (const today = dayOf(state.clock.now()); feed.through < today; ) {
			feed.through += 1;
			moveOn(state, feed, feed.through);
			take(state, feed, bookingsOf(state, item, feed.through, feed.through));
		}
		more(feed);
		const changes = feed.log.slice(before);
		const removed = changes.filter(({ kind }) => kind === 'removed').map((change) => change.transactionId);
		const added = changes.filter(({ kind }) => kind === 'added').length;
		if (removed.length > 0) {
			sendItemWebhook(state, item, 'TRANSACTIONS', 'TRANSACTIONS_REMOVED', {
				error: null,
				removed_transactions: removed,
			});
		}
		if (added > 0) tell(state, item, 'DEFAULT_UPDATE', { error: null, new_transactions: added });
		else if (changes.length > 0) tell(state, item, null, {});
	});
}

/** Adds bookings as they stand on the day that was last fetched. */
export function take(state: State, feed: Feed, bookings: readonly Booking[]): void {
	for (const booking of bookings) {
		const pending = feed.through < booking.posted;
		const corrected = feed.through > booking.transacted || !pending;
		const amount = corrected ? (booking.corrected ?? booking.amount) : booking.amount;
		const transaction = transactionOf(state, { ...booking, amount }, pending, null);
		record(feed, 'added', transaction);
		if (pending) feed.pending.push({ booking, transactionId: transaction.transaction_id });
	}
}

/** What becomes of the pending ones on a day. */
export function moveOn(state: State, feed: Feed, day: Day): void {
	feed.pending = feed.pending.filter(({ booking, transactionId }) => {
		const pending = feed.current.get(transactionId);
		if (!pending) return false;
		const amount = booking.corrected ?? booking.amount;
		if (day >= booking.posted) {
			record(feed, 'removed', pending);
			const posted = Math.min(booking.posted, feed.through);
			record(feed, 'added', transactionOf(state, { ...booking, amount, posted }, false, transactionId));
			return false;
		}
		if (day > booking.transacted && pending.amount !== amount) {
			record(feed, 'modified', { ...pending, amount });
		}
		return true;
	});
}

function record(feed: Feed, kind: TransactionChange['kind'], transaction: Wire<Transaction>): void {
	const { transaction_id: transactionId, account_id: accountId } = transaction;
	feed.log.push({ kind, transactionId, accountId });
	if (kind === 'removed') feed.current.delete(transactionId);
	else feed.current.set(transactionId, transaction);
}

/** Only for an Item that is there and whose bank lets us in; otherwise the next day tries again. */
function fetched(state: State, item: Item, work: () => void): void {
	if (item.removedAt !== null || item.error) return;
	work();
	if (item.feed) item.feed.updatedAt = state.clock.now();
}

function updateDaily(state: State, item: Item, feed: Feed): void {
	state.tasks.push({
		at: (dayOf(state.clock.now()) + 1) * 86_400_000,
		run: () => {
			if (item.removedAt !== null) return;
			// What could not be fetched at first, because the login was broken.
			fetchHistory(state, item, feed);
			updateFeed(state, item);
			updateDaily(state, item, feed);
		},
	});
}

/** The older webhook of an update, and the one for those who sync. */
function tell(state: State, item: Item, code: string | null, details: Record<string, unknown>): void {
	if (code !== null) sendItemWebhook(state, item, 'TRANSACTIONS', code, details);
	if (!item.feed?.syncCalled) return;
	sendItemWebhook(state, item, 'TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE', {
		initial_update_complete: item.feed.status !== 'NOT_READY',
		historical_update_complete: item.feed.status === 'HISTORICAL_UPDATE_COMPLETE',
	});
}
