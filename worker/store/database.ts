/**
 * D1, with a deadline for each transaction and bounded retries.
 *
 * D1 retries reads by itself but never writes, and documents that transient errors are to be expected. So every
 * statement of this store is written to be repeatable: running it twice leaves the same rows as running it once.
 * @see https://developers.cloudflare.com/d1/best-practices/retry-queries/
 */

import { fullJitter, type Pause } from '../backoff.ts';
import { ApiError } from '../errors.ts';
import type { Sql } from './sql.ts';

/** Each method throws the ApiError `store_unavailable` when D1 fails for good. */
export type Database = {
	/** The rows of one statement. */
	all<Row>(statement: Sql<Row>): Promise<Row[]>;
	/** The first row of one statement. */
	first<Row>(statement: Sql<Row>): Promise<Row | undefined>;
	/** Runs the writes, then the reads, in one transaction. Returns the rows of each read. */
	transaction<const Reads extends readonly Sql[]>(
		writes: readonly Sql[],
		...reads: Reads
	): Promise<{ [Index in keyof Reads]: RowOf<Reads[Index]>[] }>;
};

type RowOf<Statement> = Statement extends Sql<infer Row> ? Row : never;

const attempts = 4;
const deadlineMs = 5_000;

/** @param signal once it is aborted, no statement is run */
export function openDatabase(binding: D1Database, pause: Pause, signal?: AbortSignal): Database {
	const runOnce = async (statements: readonly Sql[]): Promise<unknown[][]> => {
		const prepared = statements.map(({ text, values }) =>
			binding
				.prepare(text)
				.bind(...values.map((value) => (typeof value === 'boolean' ? Number(value) : value))),
		);
		const results = await binding.batch<Record<string, unknown>>(prepared);
		return statements.map(({ decode }, index) => (results[index]?.results ?? []).map(decode));
	};

	async function run(statements: readonly Sql[]): Promise<unknown[][]> {
		for (let attempt = 1; ; attempt++) {
			if (signal?.aborted)
				throw new ApiError('store_unavailable', { cause: 'The time of this job is over.' });
			try {
				return await withDeadline(runOnce(statements));
			} catch (error) {
				const reason = error instanceof Error ? error.message : 'unknown error';
				if (attempt < attempts && isTransient(reason)) {
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

	const all = async <Row>(statement: Sql<Row>) => (await run([statement]))[0] as Row[];
	return {
		all,
		first: async (statement) => (await all(statement))[0],
		async transaction<const Reads extends readonly Sql[]>(writes: readonly Sql[], ...reads: Reads) {
			const rows = await run([...writes, ...reads]);
			return rows.slice(writes.length) as { [Index in keyof Reads]: RowOf<Reads[Index]>[] };
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

/** SQLite refuses the same statement every time. Every other error may be gone at the next attempt. */
const isTransient = (reason: string): boolean =>
	!/SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE)|no such (table|column)|syntax error/.test(reason);
