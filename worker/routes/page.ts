/**
 * Pages of a list, newest first. A cursor is the position of the last row of a page, so rows that are added in the
 * meantime do not shift the pages.
 */
import { ApiError } from '../errors.ts';
import type { PageStart } from '../store/pagination.ts';

const defaultLimit = 20;

/**
 * Reads one page, and one row more to see whether there is another page.
 * @throws ApiError `parameter_invalid` for a cursor that is not ours
 */
export async function readPage<Row extends PageStart>(
	{ limit = defaultLimit, cursor }: { limit?: number | undefined; cursor?: string | undefined },
	list: (page: { after: PageStart | null; limit: number }) => Promise<Row[]>,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
	const after = cursor === undefined ? null : parseCursor(cursor);
	const found = await list({ after, limit: limit + 1 });
	const rows = found.slice(0, limit);
	const last = rows.at(-1);
	return { rows, nextCursor: found.length > limit && last ? cursorOf(last) : null };
}

const cursorOf = ({ createdAt, id }: PageStart): string => `${createdAt.toString(36)}.${id}`;

function parseCursor(cursor: string): PageStart {
	const [, time = '', id = ''] = /^([0-9a-z]{1,11})\.([a-z]+_\w{1,80})$/.exec(cursor) ?? [];
	if (!id) {
		throw new ApiError('parameter_invalid', {
			param: 'cursor',
			message: '`cursor` is not one of ours: send the `next_cursor` of the previous page.',
		});
	}
	return { createdAt: Number.parseInt(time, 36), id };
}
