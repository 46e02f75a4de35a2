/**
 * What Plaid's webhooks change about a connection. A webhook that is not listed here is stored and changes nothing.
 * @see https://plaid.com/docs/api/items/#webhooks
 * @see https://plaid.com/docs/api/products/auth/#webhooks
 */
import * as v from 'valibot';
import type { Change } from '../store/connection-changes.ts';

export const plaidWebhook = v.object({
	webhook_type: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
	webhook_code: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
	item_id: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(200)))),
	account_id: v.optional(v.nullable(v.string())),
	error: v.optional(v.nullable(v.object({ error_code: v.string() }))),
	disconnect_time: v.optional(v.nullable(v.string())),
	consent_expiration_time: v.optional(v.nullable(v.string())),
	account_ids_with_updated_auth: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});
export type PlaidWebhook = v.InferOutput<typeof plaidWebhook>;

/** PNC makes new account numbers for each consent, so a repaired login needs a new bank account token. */
const pnc = 'ins_13';

/** Returns null if it changes nothing. */
export function changeFor(webhook: PlaidWebhook): Change | null {
	switch (`${webhook.webhook_type}.${webhook.webhook_code}`) {
		case 'ITEM.ERROR':
			return webhook.error?.error_code === 'ITEM_LOGIN_REQUIRED'
				? { status: 'login_required', event: 'connection.login_required' }
				: null;
		case 'ITEM.LOGIN_REPAIRED':
			return { status: 'active', token: 'renew', atInstitution: pnc, event: 'connection.repaired' };
		case 'ITEM.PENDING_DISCONNECT':
			return pendingUntil(webhook.disconnect_time);
		case 'ITEM.PENDING_EXPIRATION':
			return pendingUntil(webhook.consent_expiration_time);
		case 'ITEM.USER_PERMISSION_REVOKED':
			return { status: 'revoked', token: 'renew', event: 'connection.revoked' };
		case 'ITEM.USER_ACCOUNT_REVOKED':
			return outdated(webhook.account_id ? [webhook.account_id] : []);
		case 'AUTH.DEFAULT_UPDATE':
			return outdated(Object.keys(webhook.account_ids_with_updated_auth ?? {}));
		case 'ITEM.NEW_ACCOUNTS_AVAILABLE':
			return { event: 'connection.accounts_available' };
		case 'TRANSACTIONS.SYNC_UPDATES_AVAILABLE':
			return { event: 'connection.transactions_available' };
		default:
			return null;
	}
}

const outdated = (ofAccounts: string[]): Change => ({
	token: 'renew',
	ofAccounts,
	event: 'connection.bank_account_token_outdated',
});

function pendingUntil(time: string | null | undefined): Change {
	const at = Date.parse(time ?? '');
	return {
		status: 'pending_disconnect',
		disconnectAt: Number.isNaN(at) ? null : at,
		event: 'connection.pending_disconnect',
	};
}
