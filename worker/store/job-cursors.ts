/** How far a scheduled job has come, in a text that only the job reads. The table is called `marks`. */
import type { Database } from './database.ts';
import { sql } from './sql.ts';
import { marks } from './tables.ts';

export async function readJobCursor(database: Database, name: string): Promise<string | null> {
	const row = await database.first(marks.select`where name = ${name}`);
	return row?.value ?? null;
}

export async function writeJobCursor(
	database: Database,
	name: string,
	{ value, now }: { value: string; now: number },
): Promise<void> {
	await database.all(
		sql`insert into marks ${marks.values({ name, value, updatedAt: now })}
			on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`,
	);
}
