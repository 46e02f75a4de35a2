import { noSuch, otherMode } from './errors.ts';

/**
 * The record of this id and mode. Throws resource_missing, telling it if the other mode has it: 404 where the
 * path names it, 400 where a parameter does.
 */
export function requireRecord<Kept>(
	records: ReadonlyMap<string, Kept>,
	id: string | undefined,
	asked: {
		what: string;
		param: string;
		livemode: boolean;
		status?: 400 | 404;
		modeOf?: (found: Kept) => boolean;
	},
): Kept {
	const { what, param, livemode, status = 404, modeOf = ownMode } = asked;
	const found = records.get(id ?? '');
	if (!found) throw noSuch(what, id ?? '', param, status);
	if (modeOf(found) !== livemode) throw otherMode(what, id ?? '', param, modeOf(found), status);
	return found;
}

const ownMode = (record: unknown): boolean => (record as { livemode: boolean }).livemode;
