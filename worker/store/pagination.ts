/** The position of a row in a list that is sorted by newest first. */
import { type Sql, sql } from './sql.ts';

export type PageStart = { createdAt: number; id: string };

/** The condition for the rows after a position. Both columns need an index together. */
export const pageWhere = (after: PageStart | null): Sql | undefined =>
	after === null ? undefined : sql`(created_at, id) < (${after.createdAt}, ${after.id})`;
