import { eq } from 'drizzle-orm';
import type { Account } from '../contract.ts';
import { changeStatements } from './changes.ts';
import { accountColumns } from './connections.ts';
import { type Database, inOneTransaction } from './database.ts';
import { unqueuedAmong } from './events.ts';
import { newId } from './ids.ts';
import { connections } from './schema.ts';

/** What Stripe is about to be given is good again. An event tells it where it was not. */
export async function storeFreshToken(
	database: Database,
	connectionId: string,
	{ account, now }: { account: Account; now: number },
): Promise<string[]> {
	const where = eq(connections.id, connectionId);
	const eventId = newId('evt');
	const results = await database.run((orm) =>
		inOneTransaction(orm, [
			orm
				.update(connections)
				.set({ ...accountColumns(account), updatedAt: now })
				.where(where),
			...changeStatements(orm, {
				where,
				change: { token: 'fresh', event: 'connection.updated' },
				eventId,
				occurredAt: now,
				now,
			}),
			unqueuedAmong(orm, [eventId]),
		]),
	);
	return (results.at(-1) as { id: string }[]).map(({ id }) => id);
}
