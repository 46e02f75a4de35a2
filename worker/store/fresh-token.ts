import type { Account } from '../contract.ts';
import { changeStatements } from './changes.ts';
import { accountColumns } from './connections.ts';
import type { Database } from './database.ts';
import { idsOf, unqueued } from './events.ts';
import { newId } from './ids.ts';
import { assigned, sql } from './sql.ts';

/** What Stripe is about to be given is good again. An event tells it where it was not. */
export async function storeFreshToken(
	database: Database,
	connectionId: string,
	{ account, now }: { account: Account; now: number },
): Promise<string[]> {
	const where = sql`id = ${connectionId}`;
	const eventId = newId('evt');
	const change = { token: 'fresh', event: 'connection.updated' } as const;
	const results = await database.transaction([
		sql`update connections set ${assigned({ ...accountColumns(account), updatedAt: now })} where ${where}`,
		...changeStatements({ where, change, eventId, occurredAt: now, now }),
		unqueued(eventId),
	]);
	return idsOf(results.at(-1));
}
