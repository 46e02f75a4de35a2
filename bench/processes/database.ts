/** D1 in its own process, with the project's tables. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import type { Counts } from './counts.ts';
import { type RunningWorkerd, startWorkerd } from './workerd.ts';

const migrations = join(import.meta.dirname, '../../worker/store/migrations');

export type Row = (string | number | null)[];
export type RunningDatabase = Pick<RunningWorkerd, 'processorMs' | 'memoryBytes' | 'close'> & {
	/** For `WorkerdService.database`. */
	address: string;
	/** Runs statements in one transaction and returns the rows of each. */
	run(...statements: string[]): Promise<Row[][]>;
	/** The requests since the last call. */
	counts(): Promise<Counts>;
	/** The size of the database's pages. */
	bytes(): Promise<number>;
};

/** In memory, if the system supports it, so that the disk is not measured. Many rows need the disk. */
export async function startDatabase(storage: 'disk' | 'memory'): Promise<RunningDatabase> {
	const workerd = await startWorkerd([
		{
			name: 'database',
			script: await bundle('bench/workerd/database.ts'),
			durableObject: { className: 'Database', binding: 'DATABASE', storage },
		},
	]);
	const url = workerd.urls.database ?? '';
	const get = async <T>(path: string) => (await (await fetch(`${url}${path}`)).json()) as T;
	const database: RunningDatabase = {
		...workerd,
		address: new URL(url).host,
		async run(...statements) {
			const response = await fetch(`${url}/query`, {
				method: 'POST',
				body: JSON.stringify(statements.map((sql) => ({ sql }))),
			});
			const answer = (await response.json()) as { results: { rows: Row[] } }[] | { error: string };
			if (!Array.isArray(answer)) throw new Error(`D1: ${answer.error}`);
			return answer.map(({ results }) => results.rows);
		},
		counts: () => get<Counts>('/counts'),
		bytes: () => get<number>('/size'),
	};
	try {
		for (const file of globSync('*.sql', { cwd: migrations }).sort()) {
			const text = readFileSync(join(migrations, file), 'utf8');
			await database.run(...text.split('--> statement-breakpoint'));
		}
		return database;
	} catch (error) {
		await workerd.close();
		throw error;
	}
}
