/**
 * `user_transactions_dynamic`: each refresh changes its transactions, and a test can add some.
 * @see https://plaid.com/docs/transactions/transactions-data/#testing-pending-and-posted-transactions
 */
import type { State } from '../../state.ts';
import type { Feed, Item } from '../records.ts';
import { customBooking, dateOf } from './bookings.ts';
import { addBookings, updatePending } from './feed.ts';

export const isDynamicUser = (item: Item): boolean => item.username === 'user_transactions_dynamic';

/** Posts all pending transactions and adds a new pending one. Does nothing for other users. */
export function refreshDynamicUser(state: State, item: Item, feed: Feed): void {
	const account = item.accounts.find(({ type }) => type === 'depository');
	if (!isDynamicUser(item) || !account) return;
	updatePending(state, feed, Number.POSITIVE_INFINITY);
	const cents = 100 + (Number.parseInt(state.ids.uuid('refreshed amount').slice(0, 4), 16) % 9_900);
	const pending = customBooking(account, {
		date_transacted: dateOf(feed.through),
		date_posted: dateOf(feed.through + 3),
		amount: cents / 100,
		description: 'Grocer',
	});
	addBookings(state, feed, [{ ...pending, merchant: 'Grocer', channel: 'in store' }]);
}
