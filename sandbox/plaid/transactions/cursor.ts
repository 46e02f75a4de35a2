/**
 * A cursor of `/transactions/sync`: a place in the log of an Item's changes. Between two pages it also tells
 * where its loop began and where the log ended then, so that a page that comes too late can be told.
 */
import { refuse } from '../errors.ts';

export type Cursor = {
	/** The account whose changes alone are asked for, or all. */
	account: string;
	start: number;
	next: number;
	/** `null` at the end of a loop. */
	end: number | null;
};

export const writeCursor = (itemId: string, { account, start, next, end }: Cursor): string =>
	btoa([itemId, account, start, next, end ?? ''].join('.'));

/** Throws INVALID_FIELD for a cursor of another Item or account, or none at all. */
export function readCursor(itemId: string, account: string, text: string): Cursor {
	const [ofItem, ofAccount, start, next, end] = decoded(text).split('.');
	if (ofItem !== itemId) throw refuse('INVALID_FIELD', 'cursor not associated with access_token');
	if (ofAccount !== account) throw refuse('INVALID_FIELD', 'cursor not associated with options.account_id');
	return { account, start: Number(start), next: Number(next), end: end ? Number(end) : null };
}

function decoded(text: string): string {
	try {
		return atob(text);
	} catch {
		return '';
	}
}
