/**
 * Tells Plaid where to send an Item's webhooks after PUBLIC_URL has changed: an Item has the address that its Link token
 * was made with. The job goes through all connections once, the oldest first, and for a day more: until then, link
 * tokens with the old address, and Workers of the previous deployment, still make Items.
 * @see https://plaid.com/docs/api/items/#itemwebhookupdate
 */
import { errorCatalog } from '../contract.ts';
import { dayMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { listByCreation } from '../store/connections.ts';
import { readJobCursor, writeJobCursor } from '../store/job-cursors.ts';
import type { ConnectionRow } from '../store/schema.ts';

const cursorName = 'webhook_url';
const batchSize = 20;

export async function updateWebhookUrls(services: Services): Promise<Record<string, number>> {
	const { config, database, now } = services;
	if (!config.publicUrl) return {};
	const webhook = `${config.publicUrl}/webhooks/plaid`;
	// The address, the time at which the job is done, and the last connection; or the address and `all`.
	const [address, until = '', createdAt = '0', id = ''] =
		(await readJobCursor(database, cursorName))?.split(' ') ?? [];
	if (address === webhook && until === 'all') return {};
	const isBegun = address === webhook;
	const end = isBegun ? Number(until) : now() + dayMs;
	let place = isBegun ? { createdAt: Number(createdAt), id } : { createdAt: 0, id: '' };
	const store = (value: string) =>
		writeJobCursor(database, cursorName, { value: `${webhook} ${value}`, now: now() });
	const storePlace = () => store(`${end} ${place.createdAt} ${place.id}`);

	const rows = await listByCreation(database, { after: place, before: end, limit: batchSize });
	let updated = 0;
	try {
		for (const row of rows) {
			if (await update(services, row, webhook)) updated += 1;
			place = row;
		}
	} finally {
		if (rows.length > 0 || !isBegun) await storePlace();
	}
	if (rows.length === 0 && now() > end) await store('all');
	return { updated };
}

/** Whether Plaid has the address now. An Item that is gone or refuses does not stop the others. */
async function update(services: Services, row: ConnectionRow, webhook: string): Promise<boolean> {
	if (row.status === 'removed') return false;
	try {
		const access_token = await services.seal.open(row.accessToken, row.id);
		await services.plaid.itemWebhookUpdate({ access_token, webhook });
		return true;
	} catch (error) {
		if (error instanceof ApiError && errorCatalog[error.code].status === 503) throw error;
		return false;
	}
}
