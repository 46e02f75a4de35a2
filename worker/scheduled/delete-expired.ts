import type { Services } from '../services.ts';
import { type Sql, sql } from '../store/sql.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Of each table. D1 does one thing after another: nobody is to wait behind all that an hour has left. */
const mostAtOnce = 200;
/** The statements of one invocation are numbered, too. What is left then is done an hour later. */
const mostRounds = 60;

/** What has outlived its use; `docs/storage.md` tells the same. */
export async function deleteExpired({ database, now }: Services): Promise<Record<string, number>> {
	const daysAgo = (days: number) => now() - days * dayMs;
	const outlived: [table: Sql, which: Sql][] = [
		[sql`sessions`, sql`expires_at < ${daysAgo(1)}`],
		[sql`link_sessions`, sql`expires_at < ${daysAgo(1)}`],
		// One that stopped half-way is tried for a day; after two, its Link session has gone, too.
		[sql`exchanges`, sql`created_at < ${daysAgo(1)} and (step <> 'exchanged' or created_at < ${daysAgo(2)})`],
		[sql`authorizations`, sql`accepted_at is null and created_at < ${daysAgo(2)}`],
		[sql`authorizations`, sql`revoked_at < ${daysAgo(740)}`],
		[sql`payments`, sql`created_at < ${daysAgo(740)}`],
		[sql`idempotency_keys`, sql`created_at < ${daysAgo(1)}`],
		[sql`webhooks`, sql`received_at < ${daysAgo(30)}`],
		[sql`events`, sql`created_at < ${daysAgo(30)}`],
		[
			sql`connections`,
			// Events are made of its row: a debit is given back for 180 days, and its refund may fail after that.
			sql`status = 'removed' and created_at < ${daysAgo(90)} and status_since < ${daysAgo(90)} and not exists (
				select 1 from payments where connection_id = connections.id and created_at > ${daysAgo(240)})`,
		],
	];
	let portions = outlived.map(
		([table, which]) => sql`
			delete from ${table} where rowid in (select rowid from ${table} where ${which} limit ${mostAtOnce})
			returning 1`,
	);
	for (let round = 0; round < mostRounds && portions.length > 0; round++) {
		const found = await database.transaction([], ...portions);
		portions = portions.filter((_, index) => found[index]?.length === mostAtOnce);
	}
	return {};
}
