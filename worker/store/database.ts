/**
 * D1 through Drizzle, with a deadline for each statement and bounded repeats.
 *
 * D1 repeats reads by itself but never writes, and a small rate of passing errors is expected of it. So every
 * statement of this store is written to be repeatable: doing it twice is doing it once.
 * @see https://developers.cloudflare.com/d1/best-practices/retry-queries/
 */
import type { BatchItem } from 'drizzle-orm/batch';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import { ApiError } from '../errors.ts';
import { fullJitter, type Pause } from '../pause.ts';

export type Database = {
	orm: DrizzleD1Database;
	/** Runs statements that may be repeated. @throws ApiError `store_unavailable` when it is given up. */
	run<T>(statements: (orm: DrizzleD1Database) => Promise<T>): Promise<T>;
};

export type Statement = BatchItem<'sqlite'>;

/** Runs a list of statements, at least one: all of them are done, or none. */
export const inOneTransaction = (orm: DrizzleD1Database, statements: Statement[]): Promise<unknown[]> =>
	orm.batch(statements as [Statement, ...Statement[]]);

const attempts = 4;
const deadlineMs = 5_000;

export function openDatabase(binding: D1Database, pause: Pause): Database {
	const orm = drizzle(binding);
	return {
		orm,
		async run(statements) {
			for (let attempt = 1; ; attempt++) {
				try {
					return await withDeadline(statements(orm));
				} catch (error) {
					const reason = reasonOf(error);
					if (attempt < attempts && isPassing(reason)) {
						await pause(fullJitter(attempt, { firstMs: 50, mostMs: 2_000 }));
						continue;
					}
					throw new ApiError('store_unavailable', {
						cause: `D1: ${reason}`,
						...(reason.includes('no such table')
							? {
									cure: 'The database has no tables yet. Run `npx wrangler d1 migrations apply DB` (with --local or --remote).',
								}
							: {}),
					});
				}
			}
		},
	};
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** The error of D1 itself: Drizzle's own message repeats the statement's parameters, and those must not be logged. */
function reasonOf(error: unknown): string {
	let innermost = error;
	while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
	if (!(innermost instanceof Error)) return 'unknown error';
	return innermost.message.startsWith('Failed query') ? 'failed query' : innermost.message;
}

/** A statement that SQLite itself refuses is refused again; everything else may pass. */
const isPassing = (reason: string): boolean =>
	!/SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE)|no such (table|column)|syntax error/.test(reason);
