/** Cursor lists. @see https://docs.stripe.com/api/pagination */
import { invalidParameter, noSuch } from './errors.ts';
import type { Form } from './form.ts';
import { optionalHash, optionalInteger, optionalText } from './parameters.ts';

export const listParameters = ['limit', 'starting_after', 'ending_before'] as const;

const bounds = {
	gt: (created: number, bound: number) => created > bound,
	gte: (created: number, bound: number) => created >= bound,
	lt: (created: number, bound: number) => created < bound,
	lte: (created: number, bound: number) => created <= bound,
};

/** `created`, as a time or as bounds, both in seconds since 1970. */
export function createdFilter(parameters: Form): (object: { created: number }) => boolean {
	const { created } = parameters;
	if (created === undefined || typeof created === 'string') {
		const exact = optionalInteger(parameters, 'created');
		return exact === undefined ? () => true : (object) => object.created === exact;
	}
	const given = optionalHash(parameters, 'created', Object.keys(bounds)) ?? {};
	const checks = (Object.keys(bounds) as (keyof typeof bounds)[]).flatMap((name) => {
		const bound = optionalInteger(given, name, `created[${name}]`);
		return bound === undefined ? [] : [(object: { created: number }) => bounds[name](object.created, bound)];
	});
	return (object) => checks.every((check) => check(object));
}

/** A page of `items` (newest first), by `limit` (10 by default, 1 to 100) and a cursor that is an item's id. */
export function listPage<Item extends { id: string }, Answer>(
	items: readonly Item[],
	{
		url,
		what,
		parameters,
		show,
	}: { url: string; what: string; parameters: Form; show: (item: Item) => Answer },
) {
	const limit = optionalInteger(parameters, 'limit') ?? 10;
	if (limit < 1) {
		throw invalidParameter(
			'limit',
			'This value must be greater than or equal to 1.',
			'parameter_invalid_integer',
		);
	}
	if (limit > 100) {
		throw invalidParameter(
			'limit',
			'This value must be less than or equal to 100.',
			'parameter_invalid_integer',
		);
	}
	const after = optionalText(parameters, 'starting_after') ?? undefined;
	const before = optionalText(parameters, 'ending_before') ?? undefined;
	if (after !== undefined && before !== undefined) {
		throw invalidParameter(
			'ending_before',
			'You may only specify one of these parameters: starting_after, ending_before.',
		);
	}
	const position = (id: string, param: string) => {
		const index = items.findIndex((item) => item.id === id);
		if (index < 0) throw noSuch(what, id, param, 400);
		return index;
	};
	let start = 0;
	let end = items.length;
	if (after !== undefined) start = position(after, 'starting_after') + 1;
	if (before !== undefined) end = position(before, 'ending_before');
	const whole = items.slice(start, end);
	const page = before !== undefined ? whole.slice(-limit) : whole.slice(0, limit);
	return {
		object: 'list' as const,
		data: page.map(show),
		has_more: whole.length > page.length,
		url,
	};
}
