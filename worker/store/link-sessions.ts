import { and, eq, lt, ne } from 'drizzle-orm';
import type { Database } from './database.ts';
import { sha256 } from './hash.ts';
import { exchanges, linkSessions, misconfigurations } from './schema.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Remembers a Link token, and in the same breath forgets what has outlived its use by a day: link sessions, and
 * exchanges with their bank account tokens. An exchange that stopped half-way stays.
 */
export async function storeLinkSession(
	database: Database,
	session: { linkToken: string; origin: string; expiresAt: number; now: number },
): Promise<void> {
	const { origin, expiresAt, now } = session;
	const linkTokenHash = await sha256(session.linkToken);
	const yesterday = now - dayMs;
	await database.run((orm) =>
		orm.batch([
			orm
				.insert(linkSessions)
				.values({ linkTokenHash, origin, createdAt: now, expiresAt })
				.onConflictDoUpdate({ target: linkSessions.linkTokenHash, set: { origin, expiresAt } }),
			orm.delete(linkSessions).where(lt(linkSessions.expiresAt, yesterday)),
			orm.delete(exchanges).where(and(lt(exchanges.createdAt, yesterday), ne(exchanges.step, 'exchanged'))),
			// Plaid has just made a Link token: its credentials are well.
			orm.delete(misconfigurations).where(eq(misconfigurations.code, 'plaid_credentials_invalid')),
		]),
	);
}
