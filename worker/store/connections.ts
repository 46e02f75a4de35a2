/** Connections: each is one Item at Plaid. `connection-changes.ts` changes their status. */
import type { Account, ConnectionStatus, Institution } from '../contract.ts';
import { changeStatements } from './connection-changes.ts';
import type { Database } from './database.ts';
import { eventAbout, idsOf, unqueued } from './events.ts';
import { isId, newId } from './ids.ts';
import { type PageStart, pageWhere } from './pagination.ts';
import type { ConnectionRow } from './schema.ts';
import { and, sql } from './sql.ts';
import { connections } from './tables.ts';

export const findConnection = (database: Database, id: string): Promise<ConnectionRow | undefined> =>
	database.first(connections.select`where id = ${id}`);

/** By an id from a request. What cannot be an id of ours is not looked up. */
export const findConnectionByPublicId = async (
	database: Database,
	id: string,
): Promise<ConnectionRow | undefined> => (isId('conn', id) ? findConnection(database, id) : undefined);

/** By the `ba_…` or `pm_…` of their account at Stripe. */
/** The oldest first, after one of them. */
export const listByCreation = (
	database: Database,
	{ after, before, limit }: { after: Pick<ConnectionRow, 'createdAt' | 'id'>; before: number; limit: number },
): Promise<ConnectionRow[]> =>
	database.all(connections.select`
		where (created_at, id) > (${after.createdAt}, ${after.id}) and created_at < ${before}
		order by created_at, id limit ${limit}`);

export const findByPaymentMethod = (database: Database, id: string): Promise<ConnectionRow[]> =>
	database.all(connections.select`where payment_method = ${id}`);

/** The connection of an Item whose status differs from `status` and was set in this span of time. */
export const findWithOtherStatus = (
	database: Database,
	{ itemId, status, from, to }: { itemId: string | null; status: ConnectionStatus; from: number; to: number },
): Promise<ConnectionRow | undefined> =>
	database.first(connections.select`
		where item_id = ${itemId} and status not in ('removed', ${status})
			and status_occurred_at between ${from} and ${to}`);

/** Newest first. */
export const listConnections = (
	database: Database,
	query: {
		clientUserId: string | undefined;
		status: ConnectionStatus | undefined;
		after: PageStart | null;
		limit: number;
	},
): Promise<ConnectionRow[]> => {
	const { clientUserId, status, after, limit } = query;
	const which = and(
		clientUserId === undefined ? undefined : sql`client_user_id = ${clientUserId}`,
		status === undefined ? undefined : sql`status = ${status}`,
		pageWhere(after),
	);
	return database.all(connections.select`where ${which} order by created_at desc, id desc limit ${limit}`);
};

/**
 * Stores what the merchant's server sends about a connection, unless another user owns it. Returns the row as it is
 * then, and the ids of the events that are not in the queue.
 */
export async function updateConnection(
	database: Database,
	id: string,
	update: {
		clientUserId: string | undefined;
		stripeCustomer: string | undefined;
		/** Null removes a name. */
		metadata: Record<string, string | null> | undefined;
		now: number;
	},
): Promise<{ row: ConnectionRow; waiting: string[] }> {
	const { clientUserId, stripeCustomer, metadata, now } = update;
	const eventId = newId('evt');
	const set = connections.set({
		clientUserId,
		stripeCustomer,
		metadata: metadata && sql`json_patch(metadata, ${JSON.stringify(metadata)})`,
		lastEventId: eventId,
		updatedAt: now,
	});
	const isClaimable =
		clientUserId === undefined
			? undefined
			: sql`(client_user_id is null or client_user_id = ${clientUserId})`;
	const [waiting, [row]] = await database.transaction(
		[
			sql`update connections set ${set} where ${and(sql`id = ${id}`, sql`status <> 'removed'`, isClaimable)}`,
			eventAbout(sql`id = ${id} and last_event_id = ${eventId}`, {
				id: eventId,
				type: 'connection.updated',
				now,
			}),
		],
		unqueued(eventId),
		connections.select`where id = ${id}`,
	);
	if (!row) throw new Error('The row of a connection is gone while it is changed.');
	return { row, waiting: idsOf(waiting) };
}

/**
 * Stores that a fresh bank account token was made for this account. The account changes only if the shopper has not
 * chosen another one since `connection` was read. Returns the ids of the events that are not in the queue.
 */
export async function storeFreshToken(
	database: Database,
	connection: ConnectionRow,
	{ account, startedAt, now }: { account: Account; startedAt: number; now: number },
): Promise<string[]> {
	const where = sql`id = ${connection.id}`;
	const isUnchanged = sql`account_id is ${connection.accountId}`;
	const eventId = newId('evt');
	const change = { token: 'fresh', event: 'connection.updated' } as const;
	const chosen = connections.set({ ...accountColumns(account), updatedAt: now });
	const [waiting] = await database.transaction(
		[
			sql`update connections set ${chosen} where ${and(where, isUnchanged)}`,
			...changeStatements({ where, change, eventId, occurredAt: startedAt, now }),
		],
		unqueued(eventId),
	);
	return idsOf(waiting);
}

/** Stores the bank's name while there is no Stripe token yet. */
export async function storeInstitution(
	database: Database,
	connectionId: string,
	{ institution, now }: { institution: Institution; now: number },
): Promise<void> {
	const set = connections.set({ ...institutionColumns(institution), updatedAt: now });
	await database.all(sql`update connections set ${set} where id = ${connectionId}`);
}

/** The account that the shopper chose, or null until Plaid has confirmed it. */
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

export const accountColumns = (account: Account) => ({
	accountId: account.id,
	accountName: account.name,
	accountMask: account.mask,
	accountType: account.type,
	accountSubtype: account.subtype,
});

export const institutionOf = (row: ConnectionRow): Institution => ({
	id: row.institutionId,
	name: row.institutionName,
});

export const institutionColumns = ({ id, name }: Institution) => ({
	institutionId: id,
	institutionName: name,
});
