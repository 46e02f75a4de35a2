import { minuteMs } from '../durations.ts';
import type { Database } from './database.ts';
import { createLeases, type Holder } from './leases.ts';
import type { IdempotencyKey } from './schema.ts';
import { sql } from './sql.ts';
import { idempotencyKeys } from './tables.ts';

/** Longer than any request takes that is answered. */
const leases = createLeases(idempotencyKeys, minuteMs);

/** Inserts the row, or takes over one whose owner died. Returns it as it is then. */
export async function takeKey(
	database: Database,
	{ key, request, owner, now }: Holder & { key: string; request: string },
): Promise<IdempotencyKey> {
	const holder = { owner, now };
	const row = idempotencyKeys.values({ key, request, ...leases.columns(holder), createdAt: now });
	const [[stored]] = await database.transaction(
		[
			sql`insert into idempotency_keys ${row} on conflict do nothing`,
			leases.claim(holder, { where: sql`key = ${key} and request = ${request} and status is null` }),
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
	await database.all(leases.release(owner, { where: sql`key = ${key}`, set: { status, answer } }));
}

export async function freeKey(database: Database, { key, owner }: Owned): Promise<void> {
	await database.all(sql`delete from idempotency_keys where key = ${key} and owner = ${owner}`);
}
