import { renewLogin } from '../plaid/item-life.ts';
import type { Item } from '../plaid/records.ts';
import { sendItemWebhook } from '../plaid/webhooks.ts';
import type { State } from '../state.ts';

/**
 * The login works again. The Item that it was mended for needs no webhook: its own Link session told. Other
 * Items of the same login come right too, and their merchants hear LOGIN_REPAIRED.
 * @see https://plaid.com/docs/api/items/#login_repaired
 */
export function repairLogins(state: State, mended: Item): void {
	const { institutionId, username } = mended;
	renewLogin(state, mended);
	if (institutionId === null) return;
	for (const item of state.items.values()) {
		const sameLogin = item.institutionId === institutionId && item.username === username;
		if (!sameLogin || item.removedAt !== null || item.error?.error_code !== 'ITEM_LOGIN_REQUIRED') continue;
		renewLogin(state, item);
		sendItemWebhook(state, item, 'ITEM', 'LOGIN_REPAIRED');
	}
}
