import { and, eq, ne } from 'drizzle-orm';
import type { Account, ConnectionStatus, Institution } from '../contract.ts';
import type { Database } from './database.ts';
import { type ConnectionRow, connections } from './schema.ts';

export async function findConnection(database: Database, id: string): Promise<ConnectionRow | undefined> {
	const [row] = await database.run((orm) => orm.select().from(connections).where(eq(connections.id, id)));
	return row;
}

/** Notes a status with the time since when; one that it has already is left as it is. */
export async function storeConnectionStatus(
	database: Database,
	id: string,
	status: ConnectionStatus,
	now: number,
): Promise<void> {
	await database.run((orm) =>
		orm
			.update(connections)
			.set({ status, statusSince: now, updatedAt: now })
			.where(and(eq(connections.id, id), ne(connections.status, status))),
	);
}

/** The account that was chosen, or null as long as none is confirmed. */
export const accountOf = (row: ConnectionRow): Account | null =>
	row.accountId === null
		? null
		: {
				id: row.accountId,
				name: row.accountName ?? '',
				mask: row.accountMask,
				type: row.accountType ?? '',
				subtype: row.accountSubtype,
			};

export const institutionOf = (row: ConnectionRow): Institution => ({
	id: row.institutionId,
	name: row.institutionName,
});

/** The columns that hold an account. */
export const accountColumns = (account: Account) => ({
	accountId: account.id,
	accountName: account.name,
	accountMask: account.mask,
	accountType: account.type,
	accountSubtype: account.subtype,
});
