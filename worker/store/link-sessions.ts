import type { Database } from './database.ts';
import { sha256 } from './hash.ts';
import type { LinkSession } from './schema.ts';
import { type Sql, sql } from './sql.ts';
import { linkSessions } from './tables.ts';

/** Remembers a Link token. */
export async function storeLinkSession(
	database: Database,
	given: Omit<LinkSession, 'linkTokenHash' | 'createdAt'> & { linkToken: string; now: number },
): Promise<void> {
	const { linkToken, now, ...columns } = given;
	const linkTokenHash = await sha256(linkToken);
	await database.transaction([
		sql`insert into link_sessions ${linkSessions.values({ ...columns, linkTokenHash, createdAt: now })}
			on conflict (link_token_hash) do update set ${linkSessions.set(columns)}`,
		// Plaid has just made a Link token: its credentials are well.
		sql`delete from misconfigurations where code = 'plaid_credentials_invalid'`,
	]);
}

/**
 * A condition on a row of link_sessions: it is not another user's than this session of the page's. A session that has
 * expired counts as well, and one that is not known, or a Link token of nobody, is no reason to refuse.
 */
export const notOfAnother = (sessionHash: string | null): Sql =>
	sql`not exists (select 1 from sessions where secret_hash = ${sessionHash}
		and sessions.client_user_id <> link_sessions.client_user_id)`;

export const findLinkSession = (
	database: Database,
	linkTokenHash: string,
): Promise<LinkSession | undefined> =>
	database.first(linkSessions.select`where link_token_hash = ${linkTokenHash}`);
