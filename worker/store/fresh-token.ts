import type { Account } from '../contract.ts';
import { changeStatements } from './connection-changes.ts';
import { accountColumns } from './connections.ts';
import type { Database } from './database.ts';
import { idsOf, unqueued } from './events.ts';
import { newId } from './ids.ts';
import type { ConnectionRow } from './schema.ts';
import { sql } from './sql.ts';
import { connections } from './tables.ts';

/**
 * What Stripe is about to be given is good again. An event tells it where it was not. The account is noted unless the
 * shopper has chosen another one meanwhile.
 */
export async function storeFreshToken(
	database: Database,
	connection: ConnectionRow,
	{ account, now }: { account: Account; now: number },
): Promise<string[]> {
	const where = sql`id = ${connection.id}`;
	const unchanged = sql`${where} and account_id is ${connection.accountId}`;
	const eventId = newId('evt');
	const change = { token: 'fresh', event: 'connection.updated' } as const;
	const chosen = connections.set({ ...accountColumns(account), updatedAt: now });
	const [waiting] = await database.transaction(
		[
			sql`update connections set ${chosen} where ${unchanged}`,
			...changeStatements({ where, change, eventId, occurredAt: now, now }),
		],
		unqueued(eventId),
	);
	return idsOf(waiting);
}
