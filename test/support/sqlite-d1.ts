/** D1 on Node's own SQLite: `prepare`, `bind`, `all`, `run`, `first` and `batch`, as the Worker uses them. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export type D1Result = {
	results: Record<string, unknown>[];
	success: true;
	meta: { rows_read: number; rows_written: number };
};

/** Runs the statements in one transaction. May do it later, twice, or fail instead: that is a simulation's business. */
export type Around = (
	apply: () => D1Result[],
	statements: readonly { text: string }[],
) => Promise<D1Result[]>;

class Statement {
	readonly text: string;
	readonly values: readonly SQLInputValue[];
	readonly #run: (statements: Statement[]) => Promise<D1Result[]>;

	constructor(
		run: (statements: Statement[]) => Promise<D1Result[]>,
		text: string,
		values: SQLInputValue[] = [],
	) {
		this.#run = run;
		this.text = text;
		this.values = values;
	}
	bind(...values: (SQLInputValue | boolean)[]): Statement {
		// D1 takes booleans; SQLite has none.
		const bound = values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
		return new Statement(this.#run, this.text, bound);
	}
	async all(): Promise<D1Result> {
		const [result] = await this.#run([this]);
		if (!result) throw new Error('A statement without a result.');
		return result;
	}
	run(): Promise<D1Result> {
		return this.all();
	}
	async first(column?: string): Promise<unknown> {
		const [row] = (await this.all()).results;
		return column === undefined ? (row ?? null) : (row?.[column] ?? null);
	}
}

/** `database` is asked for each time, so that a restored one can take its place. */
export function sqliteD1(
	database: () => DatabaseSync,
	around: Around = async (apply) => apply(),
): D1Database {
	const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

	function apply(statements: Statement[]): D1Result[] {
		const sqlite = database();
		const known = prepared.get(sqlite) ?? new Map<string, StatementSync>();
		prepared.set(sqlite, known);
		sqlite.exec('begin');
		try {
			const results = statements.map(({ text, values }): D1Result => {
				const statement = known.get(text) ?? sqlite.prepare(text);
				known.set(text, statement);
				const rows = statement.all(...values).map((row) => ({ ...row }));
				return { results: rows, success: true, meta: { rows_read: 0, rows_written: 0 } };
			});
			sqlite.exec('commit');
			return results;
		} catch (error) {
			sqlite.exec('rollback');
			throw new Error(`D1_ERROR: ${error instanceof Error ? error.message : error}: SQLITE_ERROR`);
		}
	}

	const run = (statements: Statement[]) => around(() => apply(statements), statements);
	return {
		prepare: (text: string) => new Statement(run, text),
		batch: run,
	} as unknown as D1Database;
}
