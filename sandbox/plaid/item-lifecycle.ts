/**
 * What happens to an Item as time passes: its login expires, its micro-deposits arrive or expire.
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

/** Schedules everything that will happen to a new Item. Call it once per Item. */
export function scheduleLifecycle(state: State, item: Item, daysRequested?: number): void {
	scheduleLoginExpiry(state, item);
	if (item.products.includes('transactions')) startFeed(state, item, daysRequested);
	for (const account of item.accounts) {
		if (account.verification_status !== 'pending_automatic_verification') continue;
		const { account_id: accountId } = account;
		state.tasks.push({
			at: item.createdAt + depositsArriveAfter,
			run: () => {
				if (!item.error) finishVerification(state, item, { accountId, status: 'automatically_verified' });
			},
		});
		state.tasks.push({
			at: item.createdAt + depositsExpireAfter,
			run: () => finishVerification(state, item, { accountId, status: 'verification_expired' }),
		});
	}
}

/** Ends an account's automated micro-deposit verification. Does nothing if it has already ended. */
export function finishVerification(
	state: State,
	item: Item,
	{ accountId, status }: { accountId: string; status: 'automatically_verified' | 'verification_expired' },
): void {
	const account = item.accounts.find(({ account_id }) => account_id === accountId);
	if (item.removedAt !== null || account?.verification_status !== 'pending_automatic_verification') return;
	account.verification_status = status;
	sendItemWebhook(state, item, {
		webhook_type: 'AUTH',
		webhook_code: status === 'automatically_verified' ? 'AUTOMATICALLY_VERIFIED' : 'VERIFICATION_EXPIRED',
		account_id: accountId,
		error: null,
	});
}

/** Puts the Item into ITEM_LOGIN_REQUIRED. Only update mode in Link gets it out again. */
export function requireLogin(state: State, item: Item): void {
	if (item.removedAt !== null || item.error) return;
	const { request_id: _, ...error } = refuse('ITEM_LOGIN_REQUIRED').body('');
	item.error = error;
	sendItemWebhook(state, item, {
		webhook_type: 'ITEM',
		webhook_code: 'ERROR',
		error: webhookError(error),
	});
}

/**
 * Repairs a login after the shopper has signed in again in update mode. The updated Item gets no webhook, because
 * its own Link session reports the result. Other Items of the same login are repaired too, with LOGIN_REPAIRED.
 * @see https://plaid.com/docs/api/items/#login_repaired
 */
export function repairLogin(state: State, updated: Item): void {
	const { institutionId, username } = updated;
	renewLogin(state, updated);
	if (institutionId === null) return;
	for (const item of state.items.values()) {
		const isSameLogin = item.institutionId === institutionId && item.username === username;
		const needsLogin = item.removedAt === null && item.error?.error_code === 'ITEM_LOGIN_REQUIRED';
		if (!isSameLogin || !needsLogin) continue;
		renewLogin(state, item);
		sendItemWebhook(state, item, { webhook_type: 'ITEM', webhook_code: 'LOGIN_REPAIRED' });
	}
}

function renewLogin(state: State, item: Item): void {
	item.error = null;
	scheduleLoginExpiry(state, item);
}

function scheduleLoginExpiry(state: State, item: Item): void {
	const expiresAt = state.clock.now() + loginLifetime;
	item.loginExpiresAt = expiresAt;
	state.tasks.push({
		at: expiresAt,
		run: () => {
			if (item.loginExpiresAt === expiresAt) requireLogin(state, item);
		},
	});
}
