import type { Database } from './database.ts';
import { eventAbout, idsOf, unqueued } from './events.ts';
import { newId } from './ids.ts';
import type { ConnectionRow } from './schema.ts';
import { and, assigned, sql } from './sql.ts';

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
	const set = assigned({
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
	const one = sql`id = ${id}`;
	const results = await database.transaction([
		sql`update connections set ${set} where ${and(one, sql`status <> 'removed'`, claimable)}`,
		eventAbout(sql`id = ${id} and last_event_id = ${eventId}`, {
			id: eventId,
			type: 'connection.updated',
			now,
		}),
		unqueued(eventId),
		sql`select * from connections where ${one}`,
	]);
	const [row] = results.at(-1) as ConnectionRow[];
	if (!row) throw new Error('A connection vanished while it was changed.');
	return { row, waiting: idsOf(results.at(-2)) };
}
