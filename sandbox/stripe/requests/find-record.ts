/** Finds records by id, mode and parameters. */
import type { Scope, StripeCall } from '../endpoint.ts';
import { inOtherMode, noSuch } from '../errors.ts';
import { createdFilter } from './pagination.ts';
import { optionalText } from './parameters.ts';

/** How an error names the record: `No such charge: 'py_1'`. */
export type RecordName = {
	what: string;
	param: string;
	/** 404 (the default) if the id is in the path, 400 if it is in a parameter. */
	status?: 400 | 404;
};

type Search<Found> = RecordName & {
	id: string | undefined;
	/** For records without a `livemode`. */
	modeOf?: (found: Found) => boolean;
};

/** The record of this id in the caller's mode. Throws resource_missing. */
export function requireRecord<Found extends object>(
	{ livemode }: Pick<Scope, 'livemode'>,
	records: ReadonlyMap<string, Found>,
	{ id = '', what, param, status = 404, modeOf = ownMode }: Search<Found>,
): Found {
	const found = records.get(id);
	if (!found) throw noSuch({ what, id, param, status });
	const foundMode = modeOf(found);
	if (foundMode !== livemode) throw inOtherMode({ what, id, param, status, livemode: foundMode });
	return found;
}

const ownMode = (record: { livemode?: boolean }): boolean => record.livemode ?? false;

/**
 * The records of the caller's mode, newest first, that match the request's `created` and its parameters of these
 * names. An absent or empty parameter matches every record.
 */
export function findRecords<Found extends { livemode: boolean; created: number }>(
	{ livemode, parameters }: Pick<StripeCall, 'livemode' | 'parameters'>,
	records: ReadonlyMap<string, Found>,
	names: readonly (keyof Found & string)[],
): Found[] {
	const filters = names.flatMap((name) => {
		const value = optionalText(parameters, name);
		return value ? [{ name, value }] : [];
	});
	const wasCreated = createdFilter(parameters);
	return [...records.values()]
		.filter((record) => record.livemode === livemode && wasCreated(record))
		.filter((record) => filters.every(({ name, value }) => record[name] === value))
		.reverse();
}
