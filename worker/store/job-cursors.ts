import type { Database } from './database.ts';
import { sql } from './sql.ts';
import { marks } from './tables.ts';

/** How far a piece of work by the clock has come, in its own words. */
export async function readMark(database: Database, name: string): Promise<string | null> {
	const row = await database.first(marks.select`where name = ${name}`);
	return row?.value ?? null;
}

export async function writeMark(
	database: Database,
	name: string,
	{ value, now }: { value: string; now: number },
): Promise<void> {
	await database.all(
		sql`insert into marks ${marks.values({ name, value, updatedAt: now })}
			on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`,
	);
}
