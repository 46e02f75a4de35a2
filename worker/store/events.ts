/**
 * Events, as an outbox: each is written in one transaction with the change that it reports.
 *
 * A change writes the event's id into the connection's row, and the event is made from that row: no change, no event.
 * Ids are made before the transaction, so that a transaction that is repeated makes no second event.
 */
import type { EventType } from '../contract.ts';
import type { Database } from './database.ts';
import { type PageStart, pageWhere } from './pagination.ts';
import type { EventRow } from './schema.ts';
import { and, listOf, type Sql, sql } from './sql.ts';
import { events } from './tables.ts';

export type NewEvent = {
	id: string;
	type: EventType;
	now: number;
	/** More properties of `data`, as arguments of SQLite's `json_set`: `, '$.name', value`. */
	more?: Sql;
};

/** The statement that inserts an event about the connection that `where` selects. `data` is a `MerchantEvent`'s. */
export const eventAbout = (where: Sql, { id, type, now, more = sql`` }: NewEvent): Sql => sql`
	insert into events (id, type, connection_id, data, created_at)
	select ${id}, ${type}, id, json_set(json_object(
		'connection', id,
		'client_user_id', client_user_id,
		'stripe_customer', stripe_customer,
		'status', status,
		'bank_account_token', bank_account_token_state,
		'disconnect_at', strftime('%Y-%m-%dT%H:%M:%fZ', disconnect_at / 1000.0, 'unixepoch')
	)${more}), ${now}
	from connections where ${where} limit 1
	on conflict (id) do nothing`;

/** The event, if it exists and was not put into the queue. */
export const unqueued = (id: string): Sql<{ id: string }> =>
	sql`select id from events where id = ${id} and queued_at is null`;

export const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

export const findEvent = (database: Database, id: string): Promise<EventRow | undefined> =>
	database.first(events.select`where id = ${id}`);

/** Newest first. */
export const listEvents = (
	database: Database,
	{ connection, after, limit }: { connection: string | undefined; after: PageStart | null; limit: number },
): Promise<EventRow[]> => {
	const ofConnection = connection === undefined ? undefined : sql`connection_id = ${connection}`;
	return database.all(
		events.select`where ${and(ofConnection, pageWhere(after))} order by created_at desc, id desc limit ${limit}`,
	);
};

/** Events that are not in the queue, oldest first: a Worker died before it queued them, or the queue refused them. */
export const findWaitingEvents = (
	database: Database,
	{ since, until, limit }: { since: number; until: number; limit: number },
): Promise<{ id: string }[]> =>
	database.all(
		sql`select id from events where queued_at is null and created_at > ${since} and created_at < ${until}
			order by created_at limit ${limit}`,
	);

export async function storeQueued(database: Database, ids: string[], now: number): Promise<void> {
	await database.all(sql`update events set queued_at = ${now} where id in ${listOf(ids)}`);
}

export async function storeDelivered(database: Database, id: string, now: number): Promise<void> {
	await database.all(sql`update events set delivered_at = ${now}, failed_at = null where id = ${id}`);
}

export async function storeUndeliverable(database: Database, id: string, now: number): Promise<void> {
	await database.all(sql`update events set failed_at = ${now} where id = ${id} and delivered_at is null`);
}

type Delivery = Pick<EventRow, 'queuedAt' | 'deliveredAt' | 'failedAt'>;

/** Sets how far a delivery has come; without it, as if the event had never been sent. */
export async function storeDelivery(
	database: Database,
	id: string,
	{ queuedAt = null, deliveredAt = null, failedAt = null }: Partial<Delivery> = {},
): Promise<void> {
	await database.all(
		sql`update events set ${events.set({ queuedAt, deliveredAt, failedAt })} where id = ${id}`,
	);
}
