import type { Services } from '../services.ts';
import { sql } from '../store/sql.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What has outlived its use; `docs/storage.md` tells the same. */
export async function purge({ database, now }: Services): Promise<Record<string, number>> {
	const daysAgo = (days: number) => now() - days * dayMs;
	await database.transaction([
		sql`delete from sessions where expires_at < ${daysAgo(1)}`,
		sql`delete from link_sessions where expires_at < ${daysAgo(1)}`,
		// One that stopped half-way is tried for a day; after two, its Link session has gone, too.
		sql`delete from exchanges
			where created_at < ${daysAgo(1)} and (step <> 'exchanged' or created_at < ${daysAgo(2)})`,
		sql`delete from authorizations where created_at < ${daysAgo(2)} and accepted_at is null`,
		sql`delete from authorizations where created_at < ${daysAgo(740)} and revoked_at < ${daysAgo(740)}`,
		sql`delete from payments where created_at < ${daysAgo(740)}`,
		sql`delete from idempotency_keys where created_at < ${daysAgo(1)}`,
		sql`delete from webhooks where received_at < ${daysAgo(30)}`,
		sql`delete from events where created_at < ${daysAgo(30)}`,
		sql`delete from connections
			where status = 'removed' and created_at < ${daysAgo(90)} and status_since < ${daysAgo(90)}`,
	]);
	return {};
}
