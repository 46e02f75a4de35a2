import type { Database } from './database.ts';
import { sql } from './sql.ts';

/** How far a piece of work by the clock has come, in its own words. */
export async function readMark(database: Database, name: string): Promise<string | null> {
	const [row] = await database.all<{ value: string }>(sql`select value from marks where name = ${name}`);
	return row?.value ?? null;
}

export async function writeMark(
	database: Database,
	name: string,
	{ value, now }: { value: string; now: number },
): Promise<void> {
	await database.all(
		sql`insert into marks (name, value, updated_at) values (${name}, ${value}, ${now})
			on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`,
	);
}
