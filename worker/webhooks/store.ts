/** Stores webhooks: the row, its effect and its event are one transaction. */
import * as v from 'valibot';
import { parseJson } from '../read-body.ts';
import type { Services } from '../services.ts';
import { type Change, changeConnection } from '../store/connection-changes.ts';
import type { WebhookRow } from '../store/schema.ts';
import { insertWebhook } from '../store/webhooks.ts';
import { changeFor, plaidWebhook } from './plaid-effects.ts';

/** Stores a webhook with its effect. Returns the ids of the events that are not in the queue. */
export async function storeWebhook(
	{ database, seal, now }: Services,
	webhook: Omit<WebhookRow, 'receivedAt'>,
	change: Change | null,
): Promise<string[]> {
	const row = { ...webhook, body: await seal.seal(webhook.body, webhook.id), receivedAt: now() };
	return insertWebhook(database, row, { change, eventId: eventIdOf(webhook) });
}

/** Applies the webhooks of an Item that arrived before its connection was stored. */
export async function applyEarlyWebhooks(
	services: Services,
	connectionId: string,
	early: WebhookRow[],
): Promise<void> {
	const { database, seal, now } = services;
	for (const row of early) {
		const body = v.safeParse(plaidWebhook, parseJson(await seal.open(row.body, row.id)));
		const change = body.success ? changeFor(body.output) : null;
		if (!change) continue;
		const report = { change, eventId: eventIdOf(row), occurredAt: row.occurredAt, now: now() };
		services.announce(await changeConnection(database, connectionId, report));
	}
}

/** A webhook makes one event at most, with the same id at every attempt. */
const eventIdOf = ({ id }: Pick<WebhookRow, 'id'>): string => `evt_${id.replace(/^[a-z]+_/, '')}`;
