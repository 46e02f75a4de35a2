/**
 * Pages of a list, newest first: a cursor is the place of the last row, so that rows which come meanwhile move nothing.
 */
import { ApiError } from '../errors.ts';
import { type Sql, sql } from './sql.ts';

export type PageStart = { createdAt: number; id: string };

/** The rows behind `after`, by the index on both columns. */
export const pageWhere = (after: PageStart | null): Sql | undefined =>
	after === null ? undefined : sql`(created_at, id) < (${after.createdAt}, ${after.id})`;

export const cursorAt = ({ createdAt, id }: PageStart): string => `${createdAt.toString(36)}.${id}`;

/** @throws ApiError `parameter_invalid` */
export function pageStart(cursor: string | undefined): PageStart | null {
	if (cursor === undefined) return null;
	const [, time = '', id = ''] = /^([0-9a-z]{1,11})\.([a-z]+_\w{1,80})$/.exec(cursor) ?? [];
	if (!id) {
		throw new ApiError('parameter_invalid', {
			param: 'cursor',
			message: '`cursor` is none of ours: send the `next_cursor` of the page before.',
		});
	}
	return { createdAt: Number.parseInt(time, 36), id };
}
