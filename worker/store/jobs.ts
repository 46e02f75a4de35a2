/** When each scheduled job last succeeded and last failed, for `/health`. */
import type { Database } from './database.ts';
import { type Sql, sql } from './sql.ts';
import { jobs } from './tables.ts';

export type JobRow = { name: string; succeededAt: number | null; failedAt: number | null };

export const selectJobs: Sql<JobRow> = jobs.select`order by name limit 50`;

/** A job that runs each minute need not write a row each minute. */
const precisionMs = 5 * 60_000;

export async function storeJobResult(
	database: Database,
	name: string,
	{ succeeded, now }: { succeeded: boolean; now: number },
): Promise<void> {
	const column = succeeded ? sql`succeeded_at` : sql`failed_at`;
	await database.all(
		sql`insert into jobs (name, ${column}) values (${name}, ${now})
			on conflict (name) do update set ${column} = excluded.${column}
				where jobs.${column} is null or jobs.${column} <= ${now - precisionMs}`,
	);
}
