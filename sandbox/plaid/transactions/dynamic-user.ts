/**
 * `user_transactions_dynamic`, whose transactions can be moved on by hand: each refresh brings something new,
 * and transactions can be added.
 * @see https://plaid.com/docs/transactions/transactions-data/#testing-pending-and-posted-transactions
 */
import type { State } from '../../state.ts';
import type { Feed, Item } from '../records.ts';
import { bookingGiven, dateOf } from './bookings.ts';
import { moveOn, take } from './feed.ts';

export const isDynamicUser = (item: Item): boolean => item.username === 'user_transactions_dynamic';

/** What was pending posts, and a new one is pending; nothing for other users. */
export function refreshDynamicUser(state: State, item: Item, feed: Feed): void {
	const account = item.accounts.find(({ type }) => type === 'depository');
	if (!isDynamicUser(item) || !account) return;
	moveOn(state, feed, Number.POSITIVE_INFINITY);
	const cents = 100 + (Number.parseInt(state.ids.uuid('refreshed amount').slice(0, 4), 16) % 9_900);
	const pending = bookingGiven(account, {
		date_transacted: dateOf(feed.through),
		date_posted: dateOf(feed.through + 3),
		amount: cents / 100,
		description: 'Grocer',
	});
	take(state, feed, [{ ...pending, merchant: 'Grocer', channel: 'in store' }]);
}
