/**
 * The outbox: what the merchant is told, written in one transaction with the change that it tells of.
 *
 * A change leaves the event's id in the connection's row, and the event is made of that row: no change, no event.
 * Ids are made before the transaction, so that a repeated one makes nothing twice.
 */
import { and, asc, desc, eq, gt, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import type { EventType } from '../contract.ts';
import type { Database } from './database.ts';
import { type PageStart, pageWhere } from './pages.ts';
import { connections, type EventRow, events } from './schema.ts';

export type NewEvent = { id: string; type: EventType; now: number };

/** The statement that writes an event about the connections that `where` names. */
export const eventAbout = (orm: DrizzleD1Database, where: SQL | undefined, { id, type, now }: NewEvent) =>
	orm
		.insert(events)
		.select(
			orm
				.select({
					id: sql`${id}`.as('id'),
					type: sql`${type}`.as('type'),
					connectionId: connections.id,
					data: dataOf.as('data'),
					createdAt: sql`${now}`.as('created_at'),
					queuedAt: sql`null`.as('queued_at'),
					deliveredAt: sql`null`.as('delivered_at'),
					failedAt: sql`null`.as('failed_at'),
				})
				.from(connections)
				.where(where)
				.limit(1),
		)
		.onConflictDoNothing();

/** The `data` of a `MerchantEvent`. */
const dataOf = sql`json_object(
	'connection', ${connections.id},
	'client_user_id', ${connections.clientUserId},
	'stripe_customer', ${connections.stripeCustomer},
	'status', ${connections.status},
	'bank_account_token', ${connections.bankAccountTokenState},
	'disconnect_at', strftime('%Y-%m-%dT%H:%M:%fZ', ${connections.disconnectAt} / 1000.0, 'unixepoch')
)`;

/** The events of a list that were written and that the queue has not been given. */
export const unqueuedAmong = (orm: DrizzleD1Database, ids: string[]) =>
	orm
		.select({ id: events.id })
		.from(events)
		.where(and(inArray(events.id, ids), isNull(events.queuedAt)));

export async function findEvent(database: Database, id: string): Promise<EventRow | undefined> {
	const [row] = await database.run((orm) => orm.select().from(events).where(eq(events.id, id)));
	return row;
}

/** Newest first. */
export const listEvents = (
	database: Database,
	{ connection, after, limit }: { connection: string | undefined; after: PageStart | null; limit: number },
): Promise<EventRow[]> =>
	database.run((orm) =>
		orm
			.select()
			.from(events)
			.where(
				and(
					connection === undefined ? undefined : eq(events.connectionId, connection),
					pageWhere(events.createdAt, events.id, after),
				),
			)
			.orderBy(desc(events.createdAt), desc(events.id))
			.limit(limit),
	);

/** Events that nobody gave to the queue: the Worker died in between, or the queue did not take them. */
export const findWaitingEvents = (
	database: Database,
	{ since, until, limit }: { since: number; until: number; limit: number },
): Promise<{ id: string }[]> =>
	database.run((orm) =>
		orm
			.select({ id: events.id })
			.from(events)
			.where(and(sql`queued_at is null`, gt(events.createdAt, since), lt(events.createdAt, until)))
			.orderBy(asc(events.createdAt))
			.limit(limit),
	);

export async function storeQueued(database: Database, ids: string[], now: number): Promise<void> {
	await database.run((orm) => orm.update(events).set({ queuedAt: now }).where(inArray(events.id, ids)));
}

export async function storeDelivered(database: Database, id: string, now: number): Promise<void> {
	await database.run((orm) =>
		orm.update(events).set({ deliveredAt: now, failedAt: null }).where(eq(events.id, id)),
	);
}

export async function storeUndeliverable(database: Database, id: string, now: number): Promise<void> {
	await database.run((orm) =>
		orm
			.update(events)
			.set({ failedAt: now })
			.where(and(eq(events.id, id), isNull(events.deliveredAt))),
	);
}

/** As if it had never been sent. */
export async function storeUnsent(database: Database, id: string): Promise<void> {
	await database.run((orm) =>
		orm.update(events).set({ queuedAt: null, deliveredAt: null, failedAt: null }).where(eq(events.id, id)),
	);
}
