/** Webhooks of Plaid and Stripe: each is stored once, in one transaction with what it changes. */
import { dayMs, minuteMs } from '../durations.ts';
import { type Change, changeStatements } from './connection-changes.ts';
import type { Database } from './database.ts';
import { idsOf, unqueued } from './events.ts';
import type { WebhookRow } from './schema.ts';
import { listOf, type Sql, sql } from './sql.ts';
import { webhooks } from './tables.ts';

/**
 * Stores a webhook, and changes the connections of its Item. Storing it again changes nothing. Returns the ids of the
 * events that are not in the queue.
 */
export async function insertWebhook(
	database: Database,
	row: WebhookRow,
	{ change, eventId }: { change: Change | null; eventId: string },
): Promise<string[]> {
	const { itemId, occurredAt, receivedAt } = row;
	const effect =
		change && itemId
			? changeStatements({
					where: sql`item_id = ${itemId}`,
					change,
					eventId,
					occurredAt,
					now: receivedAt,
				})
			: [];
	const [waiting] = await database.transaction(
		[sql`insert into webhooks ${webhooks.values(row)} on conflict do nothing`, ...effect],
		unqueued(eventId),
	);
	return idsOf(waiting);
}

/** Which of these webhooks are not stored. */
export async function findUnknownWebhooks(database: Database, ids: string[]): Promise<Set<string>> {
	const known = await database.all(sql<{ id: string }>`select id from webhooks where id in ${listOf(ids)}`);
	const unknown = new Set(ids);
	for (const { id } of known) unknown.delete(id);
	return unknown;
}

/** Which of these ids (Stripe's, or a payment's) belong to a payment, an authorization or a connection that is stored. */
export async function findOwnIds(database: Database, ids: string[]): Promise<Set<string>> {
	const given = sql`(select value from json_each(${JSON.stringify(ids)}))`;
	const rows = await database.all(
		sql<{ id: string }>`select id from payments where id in ${given}
			union all select payment_intent from payments where payment_intent in ${given}
			union all select mandate from authorizations where mandate in ${given}
			union all select payment_method from connections where payment_method in ${given}`,
	);
	return new Set(rows.map(({ id }) => id));
}

/**
 * Webhooks of an Item that arrived before its connection was stored, oldest first. Later ones found the connection. Those
 * older than a day belong to no exchange that is under way, and may be sealed with a key that was removed.
 */
export const earlyWebhooks = (
	connectionId: string,
	{ createdAt, now }: { createdAt: number; now: number },
): Sql<WebhookRow> => webhooks.select`
	where item_id = (select item_id from connections where id = ${connectionId})
		and received_at > ${now - dayMs} and received_at < ${createdAt + minuteMs}
	order by occurred_at limit 50`;
