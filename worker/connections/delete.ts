import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { changeConnection } from '../store/connection-changes.ts';
import { findConnection } from '../store/connections.ts';
import { newId } from '../store/ids.ts';
import type { ConnectionRow } from '../store/schema.ts';

/** Plaid's error codes that prove that the Item no longer exists. */
const itemIsGone = ['ITEM_NOT_FOUND', 'ITEM_CONCURRENTLY_DELETED', 'INVALID_ACCESS_TOKEN'];

/**
 * Removes the Item at Plaid, then marks the connection as removed: the other order could leave an Item that nobody knows
 * and the merchant pays for. A connection that is removed already stays as it is.
 * @throws ApiError if Plaid does not confirm that the Item is gone
 */
export async function deleteConnection(
	services: Services,
	connection: ConnectionRow,
): Promise<ConnectionRow> {
	if (connection.status === 'removed') return connection;
	const { database, seal, plaid } = services;
	const access_token = await seal.open(connection.accessToken, connection.id);
	try {
		await plaid.itemRemove({ access_token });
	} catch (error) {
		const code = error instanceof ApiError && error.details.plaid?.error_code;
		if (!code || !itemIsGone.includes(code)) throw error;
	}
	const now = services.now();
	const waiting = await changeConnection(database, connection.id, {
		change: { status: 'removed', event: 'connection.removed' },
		eventId: newId('evt'),
		occurredAt: now,
		now,
	});
	services.announce(waiting);
	return (await findConnection(database, connection.id)) ?? connection;
}
