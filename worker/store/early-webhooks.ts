import type { WebhookRow } from './schema.ts';
import type { Sql } from './sql.ts';
import { webhooks } from './tables.ts';

/** Older ones are not of an Item that is being exchanged, and may be sealed with a key that is gone. */
const dayMs = 24 * 60 * 60 * 1000;

/** Between a webhook's own time and its storing, whatever the store makes it wait. */
const minuteMs = 60 * 1000;

/** Those of an Item that came before its connection was stored. Later ones have found it, and have been judged. */
export const earlyWebhooks = (
	connectionId: string,
	{ createdAt, now }: { createdAt: number; now: number },
): Sql<WebhookRow> => webhooks.select`
	where item_id = (select item_id from connections where id = ${connectionId})
		and received_at > ${now - dayMs} and received_at < ${createdAt + minuteMs}
	order by occurred_at limit 50`;
