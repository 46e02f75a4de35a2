import type { Database } from './database.ts';
import type { IdempotencyKey } from './schema.ts';
import { sql } from './sql.ts';
import { idempotencyKeys } from './tables.ts';

/** Longer than any request takes that makes an answer. */
const leaseMs = 60_000;

/** Makes the row or takes one whose owner has died; gives it as it is then. Doing it twice is doing it once. */
export async function takeKey(
	database: Database,
	{ key, request, owner, now }: { key: string; request: string; owner: string; now: number },
): Promise<IdempotencyKey> {
	const leaseUntil = now + leaseMs;
	const row = idempotencyKeys.values({ key, request, owner, leaseUntil, createdAt: now });
	const [[stored]] = await database.transaction(
		[
			sql`insert into idempotency_keys ${row} on conflict do nothing`,
			sql`update idempotency_keys set owner = ${owner}, lease_until = ${leaseUntil}
				where key = ${key} and request = ${request} and status is null
					and lease_until < ${now} and owner is not ${owner}`,
		],
		idempotencyKeys.select`where key = ${key}`,
	);
	if (!stored) throw new Error('An idempotency key that was just stored is not there.');
	return stored;
}

type Owned = { key: string; owner: string };

export async function storeAnswer(
	database: Database,
	{ key, owner, status, answer }: Owned & { status: number; answer: string },
): Promise<void> {
	await database.all(
		sql`update idempotency_keys set status = ${status}, answer = ${answer}, owner = null, lease_until = 0
			where key = ${key} and owner = ${owner}`,
	);
}

export async function freeKey(database: Database, { key, owner }: Owned): Promise<void> {
	await database.all(sql`delete from idempotency_keys where key = ${key} and owner = ${owner}`);
}
