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

/** Neither delivered nor given up. The index `events_unresolved` has these events, by `dueAt`. */
const isUnresolved = sql`delivered_at is null and failed_at is null`;

/** When the next attempt is due. */
const dueAt = sql`coalesce(next_attempt_at, created_at)`;

/** From when on the merchant waits for it. */
const waitingSince = sql`coalesce(sent_again_at, created_at)`;

/**
 * Unresolved events that nobody works on, the most overdue first: those that were not queued before `notQueuedBy` (a
 * Worker died before it queued them, or the queue refused them), and those that were due and queued before `notTriedBy`
 * (the queue has lost their message).
 */
export const findOverdueEvents = (
	database: Database,
	{ notQueuedBy, notTriedBy, limit }: { notQueuedBy: number; notTriedBy: number; limit: number },
): Promise<{ id: string }[]> =>
	database.all(
		sql`select id from events
			where ${isUnresolved} and ${dueAt} < ${notQueuedBy}
				and (queued_at is null or max(queued_at, ${dueAt}) < ${notTriedBy})
			order by ${dueAt} limit ${limit}`,
	);

/**
 * Gives up events that nobody works on and that the merchant waits for since before `waitingBefore`. Returns how many
 * they were, at most `limit`.
 */
export async function giveUpOldEvents(
	database: Database,
	{ waitingBefore, notQueuedBy, limit, now }: GiveUp,
): Promise<number> {
	const rows = await database.all(
		sql`update events set failed_at = ${now} where id in (
				select id from events
				where ${isUnresolved} and ${dueAt} < ${notQueuedBy} and ${waitingSince} < ${waitingBefore}
				limit ${limit})
			returning id`,
	);
	return rows.length;
}
type GiveUp = { waitingBefore: number; notQueuedBy: number; limit: number; now: number };

/** Whether deliveries work, for `/health`. */
export const deliverySummary = (failedSince: number): Sql<DeliverySummary> => sql`
	select (select min(${waitingSince}) from events where ${isUnresolved}) as oldest_unresolved,
		exists (select 1 from events where failed_at > ${failedSince}) as has_failed`;
export type DeliverySummary = {
	/** From when on the merchant waits for the oldest event that is neither delivered nor given up. */
	oldestUnresolved: number | null;
	/** 1 if an event was given up lately. */
	hasFailed: number;
};

export async function storeQueued(database: Database, ids: string[], now: number): Promise<void> {
	await database.all(sql`update events set queued_at = ${now} where id in ${listOf(ids)}`);
}

export async function storeDelivered(database: Database, id: string, now: number): Promise<void> {
	await database.all(sql`update events set delivered_at = ${now}, failed_at = null where id = ${id}`);
}

/** Stores that an attempt failed, unless another one has been stored since `before` was read. */
export async function storeFailedAttempt(
	database: Database,
	before: Pick<EventRow, 'id' | 'attempts'>,
	{ nextAttemptAt }: { nextAttemptAt: number },
): Promise<void> {
	const set = events.set({ attempts: before.attempts + 1, nextAttemptAt });
	await database.all(
		sql`update events set ${set} where id = ${before.id} and attempts = ${before.attempts} and ${isUnresolved}`,
	);
}

export async function storeUndeliverable(database: Database, id: string, now: number): Promise<void> {
	await database.all(sql`update events set failed_at = ${now} where id = ${id} and ${isUnresolved}`);
}

/** How far the delivery of an event has come. */
type Delivery = Pick<
	EventRow,
	'queuedAt' | 'deliveredAt' | 'failedAt' | 'attempts' | 'nextAttemptAt' | 'sentAgainAt'
>;

export async function storeDelivery(
	database: Database,
	id: string,
	{ queuedAt, deliveredAt, failedAt, attempts, nextAttemptAt, sentAgainAt }: Delivery,
): Promise<void> {
	const set = events.set({ queuedAt, deliveredAt, failedAt, attempts, nextAttemptAt, sentAgainAt });
	await database.all(sql`update events set ${set} where id = ${id}`);
}
