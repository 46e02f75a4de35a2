/**
 * D1, with a deadline for each statement and bounded repeats.
 *
 * D1 repeats reads by itself but never writes, and a small rate of passing errors is expected of it. So every
 * statement of this store is written to be repeatable: doing it twice is doing it once.
 * @see https://developers.cloudflare.com/d1/best-practices/retry-queries/
 */

import { fullJitter, type Pause } from '../backoff.ts';
import { ApiError } from '../errors.ts';
import { rowOf, type Sql } from './sql.ts';

export type Database = {
	/** The rows of one statement. @throws ApiError `store_unavailable` when it is given up. */
	all<Row>(statement: Sql): Promise<Row[]>;
	/** Runs several, at least one, in one transaction; gives the rows of each. */
	transaction(statements: Sql[]): Promise<unknown[][]>;
};

const attempts = 4;
const deadlineMs = 5_000;

export function openDatabase(binding: D1Database, pause: Pause): Database {
	const once = async (statements: Sql[]): Promise<unknown[][]> => {
		const prepared = statements.map(({ text, values }) =>
			binding
				.prepare(text)
				.bind(...values.map((value) => (typeof value === 'boolean' ? Number(value) : value))),
		);
		const results = await binding.batch<Record<string, unknown>>(prepared);
		return results.map(({ results: rows }) => rows.map(rowOf));
	};

	async function transaction(statements: Sql[]): Promise<unknown[][]> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await withDeadline(once(statements));
			} catch (error) {
				const reason = error instanceof Error ? error.message : 'unknown error';
				if (attempt < attempts && isPassing(reason)) {
					await pause(fullJitter(attempt, { firstMs: 50, mostMs: 2_000 }));
					continue;
				}
				throw new ApiError('store_unavailable', {
					cause: `D1: ${reason}`,
					...(reason.includes('no such table')
						? {
								remedy:
									'The database has no tables yet. Run `npx wrangler d1 migrations apply DB` (with --local or --remote).',
							}
						: {}),
				});
			}
		}
	}

	return {
		transaction,
		all: async <Row>(statement: Sql) => (await transaction([statement]))[0] as Row[],
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

/** A statement that SQLite itself refuses is refused again; everything else may pass. */
const isPassing = (reason: string): boolean =>
	!/SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE)|no such (table|column)|syntax error/.test(reason);
