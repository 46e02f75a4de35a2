import type { Database } from './database.ts';
import { eventAbout, idsOf, unqueued } from './events.ts';
import { newId } from './ids.ts';
import type { ConnectionRow } from './schema.ts';
import { and, sql } from './sql.ts';
import { connections } from './tables.ts';

/**
 * What the merchant's server says of a connection. Another user's claim changes nothing of it: gives the row as it is
 * then, and the events that wait for the queue.
 */
export async function updateConnection(
	database: Database,
	id: string,
	given: {
		clientUserId: string | undefined;
		stripeCustomer: string | undefined;
		/** Null takes a name out. */
		metadata: Record<string, string | null> | undefined;
		now: number;
	},
): Promise<{ row: ConnectionRow; waiting: string[] }> {
	const { clientUserId, stripeCustomer, metadata, now } = given;
	const eventId = newId('evt');
	const set = connections.set({
		clientUserId,
		stripeCustomer,
		metadata: metadata && sql`json_patch(metadata, ${JSON.stringify(metadata)})`,
		lastEventId: eventId,
		updatedAt: now,
	});
	const claimable =
		clientUserId === undefined
			? undefined
			: sql`(client_user_id is null or client_user_id = ${clientUserId})`;
	const [waiting, [row]] = await database.transaction(
		[
			sql`update connections set ${set} where ${and(sql`id = ${id}`, sql`status <> 'removed'`, claimable)}`,
			eventAbout(sql`id = ${id} and last_event_id = ${eventId}`, {
				id: eventId,
				type: 'connection.updated',
				now,
			}),
		],
		unqueued(eventId),
		connections.select`where id = ${id}`,
	);
	if (!row) throw new Error('A connection vanished while it was changed.');
	return { row, waiting: idsOf(waiting) };
}
