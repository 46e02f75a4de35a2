/**
 * A webhook's row, its effect and its event are one transaction: it is handled when it is stored, or not at all.
 * The same webhook again finds its row, and does nothing.
 */
import { asc, eq, inArray, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { parseJson } from '../body.ts';
import type { Change } from '../store/changes.ts';
import { changeStatements } from '../store/changes.ts';
import { type Database, inOneTransaction, type Statement } from '../store/database.ts';
import { unqueuedAmong } from '../store/events.ts';
import { connections, type WebhookRow, webhooks } from '../store/schema.ts';
import type { Seal } from '../store/seal.ts';
import { changeBy, plaidWebhook } from './plaid-effects.ts';

type Desk = { database: Database; seal: Seal; now: () => number; announce: (eventIds: string[]) => void };

/** Stores it with its effect. Gives the ids of the events that wait for the queue. */
export async function storeWebhook(
	{ database, seal, now }: Omit<Desk, 'announce'>,
	webhook: Omit<WebhookRow, 'receivedAt'>,
	change: Change | null,
): Promise<string[]> {
	const received = now();
	const row = { ...webhook, body: await seal.seal(webhook.body, webhook.id), receivedAt: received };
	const eventId = eventIdOf(webhook);
	const waiting = await database.run(async (orm) => {
		const effect: Statement[] =
			change && webhook.itemId
				? changeStatements(orm, {
						where: eq(connections.itemId, webhook.itemId),
						change,
						eventId,
						occurredAt: webhook.occurredAt,
						now: received,
					})
				: [];
		const results = await inOneTransaction(orm, [
			orm.insert(webhooks).values(row).onConflictDoNothing(),
			...effect,
			unqueuedAmong(orm, [eventId]),
		]);
		return results.at(-1) as { id: string }[];
	});
	return waiting.map(({ id }) => id);
}

/** Those of Stripe's events that are not stored yet. */
export async function unknownAmong(database: Database, ids: string[]): Promise<Set<string>> {
	const known = await database.run((orm) =>
		orm.select({ id: webhooks.id }).from(webhooks).where(inArray(webhooks.id, ids)),
	);
	const unknown = new Set(ids);
	for (const { id } of known) unknown.delete(id);
	return unknown;
}

/** Webhooks may be faster than the storing of what they tell about: a fresh connection catches up with its own. */
export async function applyEarlyWebhooks(desk: Desk, connectionId: string): Promise<void> {
	const { database, seal, now } = desk;
	const early = await database.run((orm) =>
		orm
			.select()
			.from(webhooks)
			.where(sql`${webhooks.itemId} = (select item_id from connections where id = ${connectionId})`)
			.orderBy(asc(webhooks.occurredAt))
			.limit(50),
	);
	for (const row of early) {
		const body = v.safeParse(plaidWebhook, parseJson(await seal.open(row.body, row.id)));
		const change = body.success ? changeBy(body.output) : null;
		if (!change) continue;
		const eventId = eventIdOf(row);
		const waiting = await database.run(async (orm) => {
			const results = await inOneTransaction(orm, [
				...changeStatements(orm, {
					where: eq(connections.id, connectionId),
					change,
					eventId,
					occurredAt: row.occurredAt,
					now: now(),
				}),
				unqueuedAmong(orm, [eventId]),
			]);
			return results.at(-1) as { id: string }[];
		});
		desk.announce(waiting.map(({ id }) => id));
	}
}

/** A webhook makes one event at most, and always the same. */
const eventIdOf = ({ id }: Pick<WebhookRow, 'id'>): string => `evt_${id.replace(/^[a-z]+_/, '')}`;
