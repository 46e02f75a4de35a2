import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { type IdempotencyKey, idempotencyKeys } from './schema.ts';

/** Longer than any request takes that makes an answer. */
const leaseMs = 60_000;

/** Makes the row or takes one whose owner has died; gives it as it is then. Doing it twice is doing it once. */
export async function takeKey(
	database: Database,
	{ key, request, owner, now }: { key: string; request: string; owner: string; now: number },
): Promise<IdempotencyKey> {
	const leaseUntil = now + leaseMs;
	const [, , [row]] = await database.run((orm) =>
		orm.batch([
			orm
				.insert(idempotencyKeys)
				.values({ key, request, owner, leaseUntil, createdAt: now })
				.onConflictDoNothing(),
			orm
				.update(idempotencyKeys)
				.set({ owner, leaseUntil })
				.where(
					and(
						eq(idempotencyKeys.key, key),
						eq(idempotencyKeys.request, request),
						isNull(idempotencyKeys.status),
						lt(idempotencyKeys.leaseUntil, now),
						sql`${idempotencyKeys.owner} is not ${owner}`,
					),
				),
			orm.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key)),
		]),
	);
	if (!row) throw new Error('An idempotency key that was just stored is not there.');
	return row;
}

type Owned = { key: string; owner: string };

export async function storeAnswer(
	database: Database,
	{ key, owner, status, answer }: Owned & { status: number; answer: string },
): Promise<void> {
	await database.run((orm) =>
		orm
			.update(idempotencyKeys)
			.set({ status, answer, owner: null, leaseUntil: 0 })
			.where(and(eq(idempotencyKeys.key, key), eq(idempotencyKeys.owner, owner))),
	);
}

export async function freeKey(database: Database, { key, owner }: Owned): Promise<void> {
	await database.run((orm) =>
		orm.delete(idempotencyKeys).where(and(eq(idempotencyKeys.key, key), eq(idempotencyKeys.owner, owner))),
	);
}
