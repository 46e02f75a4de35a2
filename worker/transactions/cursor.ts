/**
 * Our cursor: where Plaid's loop of pages began, and where it stands. Plaid wants the whole loop anew when something
 * changes in the middle of it; whoever has only the last page's cursor would not know from where.
 */

import { ApiError } from '../errors.ts';
import { parseJson } from '../read-body.ts';
import { decodeBase64, encodeBase64Url } from '../store/base64.ts';

/** Plaid's cursors; the empty one is the beginning of everything. */
export type LoopPlace = { start: string; at: string };

export const writeCursor = ({ start, at }: LoopPlace): string =>
	encodeBase64Url(new TextEncoder().encode(JSON.stringify(start === at ? [at] : [at, start])));

/** @throws ApiError `parameter_invalid` */
export function readCursor(cursor: string | undefined): LoopPlace {
	if (cursor === undefined) return { start: '', at: '' };
	const parts = parseJson(decoded(cursor));
	if (Array.isArray(parts) && parts.length <= 2) {
		const [at, start = at] = parts as unknown[];
		if (typeof at === 'string' && typeof start === 'string') return { start, at };
	}
	throw new ApiError('parameter_invalid', {
		param: 'cursor',
		message: '`cursor` is none of ours: send the `next_cursor` of the answer before.',
	});
}

function decoded(cursor: string): string {
	try {
		return new TextDecoder().decode(decodeBase64(cursor));
	} catch {
		return '';
	}
}
