/**
 * Plaid signs a webhook anew each time that it sends it, for up to a day, and tells no other time: one that comes late
 * looks newer than what has happened since. Where that could be, the Item itself is asked how it stands.
 * @see https://plaid.com/docs/api/items/#itemget
 */
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { Change } from '../store/connection-changes.ts';
import type { WebhookRow } from '../store/schema.ts';
import { connections } from '../store/tables.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Whether it tells of a login what is so no more. If Plaid cannot be asked, it is believed. */
export async function isOldNews(
	{ database, seal, plaid }: Pick<Services, 'database' | 'seal' | 'plaid'>,
	{ itemId, occurredAt }: Pick<WebhookRow, 'itemId' | 'occurredAt'>,
	{ status }: Change,
): Promise<boolean> {
	if (status !== 'active' && status !== 'login_required') return false;
	const row = await database.first(connections.select`
		where item_id = ${itemId} and status not in ('removed', ${status})
			and status_occurred_at between ${occurredAt - dayMs} and ${occurredAt}`);
	if (!row) return false;
	try {
		const { item } = await plaid.itemGet({ access_token: await seal.open(row.accessToken, row.id) });
		return (status === 'active') === Boolean(item.error);
	} catch (error) {
		return error instanceof ApiError && error.code === 'bank_access_revoked';
	}
}
