/**
 * What happens to an Item by itself as time goes by: its login runs out, its micro-deposits arrive.
 * @see https://plaid.com/docs/sandbox/ and https://plaid.com/docs/auth/coverage/automated/
 */
import type { State } from '../state.ts';
import { refuse } from './errors.ts';
import type { Item } from './records.ts';
import { startFeed } from './transactions/feed.ts';
import { sendItemWebhook, webhookError } from './webhooks.ts';

const day = 86_400_000;
const loginLifetime = 30 * day;
const depositsArriveAfter = day;
const depositsExpireAfter = 7 * day;

/** Begins an Item's life: to be called once, when it is made. */
export function beginLife(state: State, item: Item, daysRequested?: number): void {
	awaitLoginExpiry(state, item);
	if (item.products.includes('transactions')) startFeed(state, item, daysRequested);
	for (const account of item.accounts) {
		if (account.verification_status !== 'pending_automatic_verification') continue;
		state.tasks.push({
			at: item.createdAt + depositsArriveAfter,
			run: () => {
				if (!item.error) endVerification(state, item, account.account_id, 'automatically_verified');
			},
		});
		state.tasks.push({
			at: item.createdAt + depositsExpireAfter,
			run: () => endVerification(state, item, account.account_id, 'verification_expired'),
		});
	}
}

/** Ends a wait for automated micro-deposits; one that has ended already stays as it is. */
export function endVerification(
	state: State,
	item: Item,
	accountId: string,
	status: 'automatically_verified' | 'verification_expired',
): void {
	const account = item.accounts.find(({ account_id }) => account_id === accountId);
	if (item.removedAt !== null || account?.verification_status !== 'pending_automatic_verification') return;
	account.verification_status = status;
	const code = status === 'automatically_verified' ? 'AUTOMATICALLY_VERIFIED' : 'VERIFICATION_EXPIRED';
	sendItemWebhook(state, item, 'AUTH', code, { account_id: accountId, error: null });
}

/** The bank wants the shopper to sign in again: only update mode in Link mends it. */
export function requireLogin(state: State, item: Item): void {
	if (item.removedAt !== null || item.error) return;
	const { request_id: _, ...error } = refuse('ITEM_LOGIN_REQUIRED').body('');
	item.error = error;
	sendItemWebhook(state, item, 'ITEM', 'ERROR', { error: webhookError(error) });
}

/** The shopper has signed in again: thirty days more. */
export function renewLogin(state: State, item: Item): void {
	item.error = null;
	awaitLoginExpiry(state, item);
}

function awaitLoginExpiry(state: State, item: Item): void {
	const expiresAt = state.clock.now() + loginLifetime;
	item.loginExpiresAt = expiresAt;
	state.tasks.push({
		at: expiresAt,
		run: () => {
			if (item.loginExpiresAt === expiresAt) requireLogin(state, item);
		},
	});
}
