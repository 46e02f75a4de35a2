import { type Sql, sql } from './sql.ts';

/** Older ones are not of an Item that is being exchanged, and may be sealed with a key that is gone. */
const dayMs = 24 * 60 * 60 * 1000;

/** Those of an Item that came before its connection was stored. */
export const earlyWebhooks = (connectionId: string, now: number): Sql => sql`
	select * from webhooks
	where item_id = (select item_id from connections where id = ${connectionId}) and received_at > ${now - dayMs}
	order by occurred_at limit 50`;
