import { and, eq, isNull, ne, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { inOneTransaction } from './database.ts';
import { eventAbout, unqueuedAmong } from './events.ts';
import { newId } from './ids.ts';
import { type ConnectionRow, connections } from './schema.ts';

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
	const results = await database.run((orm) =>
		inOneTransaction(orm, [
			orm
				.update(connections)
				.set({
					...(clientUserId === undefined ? {} : { clientUserId }),
					...(stripeCustomer === undefined ? {} : { stripeCustomer }),
					...(metadata === undefined
						? {}
						: { metadata: sql`json_patch(${connections.metadata}, ${JSON.stringify(metadata)})` }),
					lastEventId: eventId,
					updatedAt: now,
				})
				.where(
					and(
						eq(connections.id, id),
						ne(connections.status, 'removed'),
						clientUserId === undefined
							? undefined
							: or(isNull(connections.clientUserId), eq(connections.clientUserId, clientUserId)),
					),
				),
			eventAbout(orm, and(eq(connections.id, id), eq(connections.lastEventId, eventId)), {
				id: eventId,
				type: 'connection.updated',
				now,
			}),
			unqueuedAmong(orm, [eventId]),
			orm.select().from(connections).where(eq(connections.id, id)),
		]),
	);
	const [row] = results.at(-1) as ConnectionRow[];
	if (!row) throw new Error('A connection vanished while it was changed.');
	return { row, waiting: (results.at(-2) as { id: string }[]).map(({ id }) => id) };
}
