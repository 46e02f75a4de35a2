/** Deletes rows at the end of their lifetime. `docs/storage.md` documents the same lifetimes. */
import { dayMs } from '../durations.ts';
import type { Services } from '../services.ts';
import { isDispensable } from '../store/exchanges.ts';
import { type Sql, sql } from '../store/sql.ts';

/** Of each table, in one transaction. D1 runs one transaction after another: a large one would delay every request. */
const maxRows = 200;
/** An invocation may run a limited number of statements. The next run goes on. */
const maxStatements = 400;

type Lifetime = { table: Sql; isOver: Sql };

function lifetimes(now: number): Lifetime[] {
	const daysAgo = (days: number) => now - days * dayMs;
	return [
		{ table: sql`sessions`, isOver: sql`expires_at < ${daysAgo(1)}` },
		{ table: sql`link_sessions`, isOver: sql`expires_at < ${daysAgo(1)}` },
		{
			table: sql`exchanges`,
			// One that stopped at `exchanged` is retried for a day. Then its Item is removed, however long that takes.
			isOver: sql`created_at < ${daysAgo(1)} and (step <> 'exchanged' or created_at < ${daysAgo(2)})
				and ${isDispensable}`,
		},
		{ table: sql`authorizations`, isOver: sql`accepted_at is null and created_at < ${daysAgo(2)}` },
		{ table: sql`authorizations`, isOver: sql`revoked_at < ${daysAgo(740)}` },
		{ table: sql`payments`, isOver: sql`created_at < ${daysAgo(740)}` },
		{ table: sql`idempotency_keys`, isOver: sql`created_at < ${daysAgo(1)}` },
		{ table: sql`webhooks`, isOver: sql`received_at < ${daysAgo(30)}` },
		{ table: sql`events`, isOver: sql`created_at < ${daysAgo(30)}` },
		{
			table: sql`connections`,
			// Events need the row: a debit can be returned for 180 days, and a refund of it can fail after that.
			isOver: sql`status = 'removed' and created_at < ${daysAgo(90)} and status_since < ${daysAgo(90)}
				and not exists (
					select 1 from payments where connection_id = connections.id and created_at > ${daysAgo(240)})`,
		},
	];
}

export async function deleteExpired({ database, now }: Services): Promise<Record<string, number>> {
	let statements = lifetimes(now()).map(
		({ table, isOver }) => sql`
			delete from ${table} where rowid in (select rowid from ${table} where ${isOver} limit ${maxRows})
			returning 1`,
	);
	let run = 0;
	while (statements.length > 0 && run + statements.length <= maxStatements) {
		const deleted = await database.transaction([], ...statements);
		run += statements.length;
		statements = statements.filter((_, index) => deleted[index]?.length === maxRows);
	}
	return {};
}
