/** Sessions: who a shopper is, by the hash of the secret that the page has. */
import { hourMs } from '../durations.ts';
import type { Database } from './database.ts';
import { encodeBase64Url, sha256 } from './encoding.ts';
import { newId } from './ids.ts';
import type { Session } from './schema.ts';
import { sql } from './sql.ts';
import { sessions } from './tables.ts';

/** Long enough for a page that stays open at the checkout, short enough to be useless if the secret leaks later. */
const lifetimeMs = hourMs;

export const newSessionId = (): string => newId('sess');

/** 256 random bits. */
export const newSecret = (): string => `ss_${encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`;

export async function storeSession(
	database: Database,
	session: Omit<Session, 'secretHash' | 'createdAt' | 'expiresAt'> & {
		secret: string;
		now: number;
	},
): Promise<{ expiresAt: number }> {
	const { secret, now, ...columns } = session;
	const row = {
		...columns,
		secretHash: await sha256(secret),
		createdAt: now,
		expiresAt: now + lifetimeMs,
	};
	await database.all(sql`insert into sessions ${sessions.values(row)} on conflict do nothing`);
	return row;
}

/** By the secret that the page sends. The session may have expired. */
export async function findSession(database: Database, secret: string): Promise<Session | undefined> {
	const secretHash = await sha256(secret);
	return database.first(sessions.select`where secret_hash = ${secretHash}`);
}
