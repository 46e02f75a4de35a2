/**
 * Plaid repeats a webhook for up to a day and signs it again each time, with a new time and no other. So a late repeat
 * looks newer than what has happened since. Where that is possible, the Item itself is asked.
 * @see https://plaid.com/docs/api/items/#itemget
 */
import { dayMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { Change } from '../store/connection-changes.ts';
import { findWithOtherStatus } from '../store/connections.ts';
import type { WebhookRow } from '../store/schema.ts';

/** Whether the Item contradicts what a webhook reports about its login. If Plaid cannot be asked, the webhook counts. */
export async function isStale(
	{ database, seal, plaid }: Pick<Services, 'database' | 'seal' | 'plaid'>,
	{ itemId, occurredAt }: Pick<WebhookRow, 'itemId' | 'occurredAt'>,
	{ status }: Change,
): Promise<boolean> {
	if (status !== 'active' && status !== 'login_required') return false;
	const row = await findWithOtherStatus(database, {
		itemId,
		status,
		from: occurredAt - dayMs,
		to: occurredAt,
	});
	if (!row) return false;
	try {
		const { item } = await plaid.itemGet({ access_token: await seal.open(row.accessToken, row.id) });
		return (status === 'active') === Boolean(item.error);
	} catch (error) {
		return error instanceof ApiError && error.code === 'bank_access_revoked';
	}
}
