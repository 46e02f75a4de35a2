/** Link sessions: the Link tokens that this Worker made, by their hash. */
import type { Database } from './database.ts';
import { sha256 } from './encoding.ts';
import { credentialsWork } from './misconfigurations.ts';
import type { LinkSession } from './schema.ts';
import { type Sql, sql } from './sql.ts';
import { linkSessions } from './tables.ts';

export async function storeLinkSession(
	database: Database,
	session: Omit<LinkSession, 'linkTokenHash' | 'createdAt'> & { linkToken: string; now: number },
): Promise<void> {
	const { linkToken, now, ...columns } = session;
	const row = linkSessions.values({ ...columns, linkTokenHash: await sha256(linkToken), createdAt: now });
	await database.transaction([
		sql`insert into link_sessions ${row}
			on conflict (link_token_hash) do update set ${linkSessions.set(columns)}`,
		credentialsWork,
	]);
}

/**
 * The condition on a row of link_sessions: it does not belong to another user than the page's session. An expired session
 * counts too. An unknown session, or a link session without a user, is no reason to refuse.
 */
export const notOfAnother = (sessionHash: string | null): Sql =>
	sql`not exists (select 1 from sessions where secret_hash = ${sessionHash}
		and sessions.client_user_id <> link_sessions.client_user_id)`;

export const findLinkSession = (
	database: Database,
	linkTokenHash: string,
): Promise<LinkSession | undefined> =>
	database.first(linkSessions.select`where link_token_hash = ${linkTokenHash}`);
