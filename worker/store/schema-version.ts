/**
 * The version of the schema: the number of the newest migration, which each migration since the fifth inserts into
 * `schema_versions`. It does not depend on the tool that applies the migrations.
 */
import { type Sql, sql } from './sql.ts';

/** What this version of the Worker needs. A newer schema is all right: migrations only add. */
export const neededSchema = 6;

/** Null if the database is older than the table. */
export const readSchema: Sql<{ version: number | null }> = sql`
	select max(version) as version from schema_versions`;

/**
 * Fails, and with it the transaction that it is in, unless the schema is new enough. SQLite can raise an error outside of
 * a trigger only by a mistake: here text that is not JSON.
 */
export const requireSchema: Sql = sql`
	select case when exists (select 1 from schema_versions where version >= ${neededSchema})
		then 1 else json('the schema is outdated') end`;

/** Whether an error of D1 means that the schema lacks something: a table, a column, or the version. */
export const isOutdated = (reason: string): boolean =>
	/no such (table|column)|has no column named|malformed JSON/.test(reason);
