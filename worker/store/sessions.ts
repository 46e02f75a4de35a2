import { ApiError } from '../errors.ts';
import { encodeBase64Url } from './base64.ts';
import type { Database } from './database.ts';
import { sha256 } from './hash.ts';
import { newId } from './ids.ts';
import type { Session } from './schema.ts';
import { sql } from './sql.ts';
import { sessions } from './tables.ts';

/** Long enough for a page that stands open at a checkout, short enough to be of no use to who finds it. */
const lifeMs = 60 * 60 * 1000;

export const newSessionId = (): string => newId('sess');

/** 256 random bits. */
export const newSecret = (): string => `ss_${encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`;

export async function storeSession(
	database: Database,
	given: Omit<Session, 'secretHash' | 'createdAt' | 'expiresAt'> & {
		secret: string;
		now: number;
	},
): Promise<{ expiresAt: number }> {
	const { secret, now, ...columns } = given;
	const row = {
		...columns,
		secretHash: await sha256(secret),
		createdAt: now,
		expiresAt: now + lifeMs,
	};
	await database.all(sql`insert into sessions ${sessions.values(row)} on conflict do nothing`);
	return row;
}

/** @throws ApiError `session_invalid`, `session_expired` */
export async function findSession(database: Database, secret: string, now: number): Promise<Session> {
	const secretHash = await sha256(secret);
	const row = await database.first(sessions.select`where secret_hash = ${secretHash}`);
	if (!row) throw new ApiError('session_invalid', { param: 'session' });
	if (now >= row.expiresAt) throw new ApiError('session_expired', { param: 'session' });
	return row;
}
