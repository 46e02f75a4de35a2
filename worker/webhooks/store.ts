/**
 * A webhook's row, its effect and its event are one transaction: it is handled when it is stored, or not at all.
 * The same webhook again finds its row, and does nothing.
 */
import * as v from 'valibot';
import { parseJson } from '../read-body.ts';
import type { Services } from '../services.ts';
import type { Change } from '../store/connection-changes.ts';
import { changeConnection, changeStatements } from '../store/connection-changes.ts';
import type { Database } from '../store/database.ts';
import { idsOf, unqueued } from '../store/events.ts';
import type { WebhookRow } from '../store/schema.ts';
import { listOf, sql } from '../store/sql.ts';
import { webhooks } from '../store/tables.ts';
import { changeBy, plaidWebhook } from './plaid-effects.ts';

/** Stores it with its effect. Gives the ids of the events that wait for the queue. */
export async function storeWebhook(
	{ database, seal, now }: Services,
	webhook: Omit<WebhookRow, 'receivedAt'>,
	change: Change | null,
): Promise<string[]> {
	const received = now();
	const row = { ...webhook, body: await seal.seal(webhook.body, webhook.id), receivedAt: received };
	const eventId = eventIdOf(webhook);
	const effect =
		change && webhook.itemId
			? changeStatements({
					where: sql`item_id = ${webhook.itemId}`,
					change,
					eventId,
					occurredAt: webhook.occurredAt,
					now: received,
				})
			: [];
	const [waiting] = await database.transaction(
		[sql`insert into webhooks ${webhooks.values(row)} on conflict do nothing`, ...effect],
		unqueued(eventId),
	);
	return idsOf(waiting);
}

/** Those of Stripe's events that are not stored yet. */
export async function unknownAmong(database: Database, ids: string[]): Promise<Set<string>> {
	const known = await database.all(sql<{ id: string }>`select id from webhooks where id in ${listOf(ids)}`);
	const unknown = new Set(ids);
	for (const { id } of known) unknown.delete(id);
	return unknown;
}

/** Webhooks may be faster than the storing of what they tell about: a fresh connection catches up with its own. */
export async function applyEarlyWebhooks(
	services: Services,
	connectionId: string,
	early: WebhookRow[],
): Promise<void> {
	const { database, seal, now } = services;
	for (const row of early) {
		const body = v.safeParse(plaidWebhook, parseJson(await seal.open(row.body, row.id)));
		const change = body.success ? changeBy(body.output) : null;
		if (!change) continue;
		const told = { change, eventId: eventIdOf(row), occurredAt: row.occurredAt, now: now() };
		services.announce(await changeConnection(database, connectionId, told));
	}
}

/** A webhook makes one event at most, and always the same. */
const eventIdOf = ({ id }: Pick<WebhookRow, 'id'>): string => `evt_${id.replace(/^[a-z]+_/, '')}`;
