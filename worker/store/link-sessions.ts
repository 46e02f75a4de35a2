import { and, eq, lt, ne } from 'drizzle-orm';
import type { Database } from './database.ts';
import { sha256 } from './hash.ts';
import { exchanges, type LinkSession, linkSessions, misconfigurations, sessions } from './schema.ts';

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
	await database.run((orm) =>
		orm.batch([
			orm
				.insert(linkSessions)
				.values({ ...columns, linkTokenHash, createdAt: now })
				.onConflictDoUpdate({ target: linkSessions.linkTokenHash, set: columns }),
			orm.delete(sessions).where(lt(sessions.expiresAt, yesterday)),
			orm.delete(linkSessions).where(lt(linkSessions.expiresAt, yesterday)),
			orm.delete(exchanges).where(and(lt(exchanges.createdAt, yesterday), ne(exchanges.step, 'exchanged'))),
			// Plaid has just made a Link token: its credentials are well.
			orm.delete(misconfigurations).where(eq(misconfigurations.code, 'plaid_credentials_invalid')),
		]),
	);
}

export async function findLinkSession(
	database: Database,
	linkTokenHash: string,
): Promise<LinkSession | undefined> {
	const [row] = await database.run((orm) =>
		orm.select().from(linkSessions).where(eq(linkSessions.linkTokenHash, linkTokenHash)),
	);
	return row;
}
