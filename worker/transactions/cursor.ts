/**
 * Our cursor: Plaid's cursor at the start of the sync, and the one after the last page. If transactions change during a
 * sync, Plaid requires it to start over, and the last page's cursor alone would not say where.
 */
import { ApiError } from '../errors.ts';
import { parseJson } from '../read-body.ts';
import { decodeBase64, encodeBase64Url } from '../store/encoding.ts';

/** Plaid's cursors. The empty one is before the first transaction. */
export type SyncPlace = { start: string; at: string };

export const writeCursor = ({ start, at }: SyncPlace): string =>
	encodeBase64Url(new TextEncoder().encode(JSON.stringify(start === at ? [at] : [at, start])));

/** @throws ApiError `parameter_invalid` */
export function readCursor(cursor: string | undefined): SyncPlace {
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
