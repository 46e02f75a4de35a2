/**
 * D1, with a deadline for each transaction and bounded retries.
 *
 * D1 retries reads by itself but never writes, and documents that transient errors are to be expected. So every
 * statement of this store is written to be repeatable: running it twice leaves the same rows as running it once.
 * @see https://developers.cloudflare.com/d1/best-practices/retry-queries/
 */

import { fullJitter, type Pause } from '../backoff.ts';
import { ApiError } from '../errors.ts';
import { isOutdated, requireSchema } from './schema-version.ts';
import type { Sql } from './sql.ts';

/**
 * Each method throws an ApiError: `store_unavailable` if D1 does not answer, `schema_outdated` if migrations are missing,
 * `internal_error` if SQLite refuses the statement.
 */
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

/** The databases whose schema was found to be new enough, in this isolate. */
const checked = new WeakSet<D1Database>();

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

	/** The first transaction of an isolate fails as a whole on an outdated schema, before anything else is done. */
	async function run(statements: readonly Sql[]): Promise<unknown[][]> {
		if (checked.has(binding)) return runWithRetries(statements);
		const [, ...rows] = await runWithRetries([requireSchema, ...statements]);
		checked.add(binding);
		return rows;
	}

	async function runWithRetries(statements: readonly Sql[]): Promise<unknown[][]> {
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
				const cause = `D1: ${reason}`;
				if (isOutdated(reason)) throw new ApiError('schema_outdated', { cause });
				throw new ApiError(isTransient(reason) ? 'store_unavailable' : 'internal_error', { cause });
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
	!/SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE)|no such (table|column)|syntax error|malformed JSON/.test(reason);
