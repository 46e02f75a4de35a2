import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { marks } from './schema.ts';

/** How far a piece of work by the clock has come, in its own words. */
export async function readMark(database: Database, name: string): Promise<string | null> {
	const [row] = await database.run((orm) => orm.select().from(marks).where(eq(marks.name, name)));
	return row?.value ?? null;
}

export async function writeMark(
	database: Database,
	name: string,
	{ value, now }: { value: string; now: number },
): Promise<void> {
	const row = { value, updatedAt: now };
	await database.run((orm) =>
		orm
			.insert(marks)
			.values({ name, ...row })
			.onConflictDoUpdate({ target: marks.name, set: row }),
	);
}
