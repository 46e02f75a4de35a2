import type { Database } from './database.ts';
import { sha256 } from './hash.ts';
import type { LinkSession } from './schema.ts';
import { assigned, inserted, sql } from './sql.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Remembers a Link token, and in the same breath forgets what has outlived its use by a day: sessions, link sessions,
 * and exchanges with their bank account tokens. An exchange that stopped half-way stays.
 */
export async function storeLinkSession(
	database: Database,
	given: Omit<LinkSession, 'linkTokenHash' | 'createdAt'> & { linkToken: string; now: number },
): Promise<void> {
	const { linkToken, now, ...columns } = given;
	const linkTokenHash = await sha256(linkToken);
	const yesterday = now - dayMs;
	await database.transaction([
		sql`insert into link_sessions ${inserted({ ...columns, linkTokenHash, createdAt: now })}
			on conflict (link_token_hash) do update set ${assigned(columns)}`,
		sql`delete from sessions where expires_at < ${yesterday}`,
		sql`delete from link_sessions where expires_at < ${yesterday}`,
		sql`delete from exchanges where created_at < ${yesterday} and step <> 'exchanged'`,
		// Plaid has just made a Link token: its credentials are well.
		sql`delete from misconfigurations where code = 'plaid_credentials_invalid'`,
	]);
}

export async function findLinkSession(
	database: Database,
	linkTokenHash: string,
): Promise<LinkSession | undefined> {
	const [row] = await database.all<LinkSession>(
		sql`select * from link_sessions where link_token_hash = ${linkTokenHash}`,
	);
	return row;
}
