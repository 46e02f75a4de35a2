/** Lists with cursors. @see https://docs.stripe.com/api/pagination */
import { invalidParameter, noSuch } from '../errors.ts';
import type { Form } from './form.ts';
import { optionalHash, optionalInteger, optionalText } from './parameters.ts';

export const listParameters = ['limit', 'starting_after', 'ending_before'] as const;

const defaultLimit = 10;
const maximumLimit = 100;

const bounds = {
	gt: (created: number, bound: number) => created > bound,
	gte: (created: number, bound: number) => created >= bound,
	lt: (created: number, bound: number) => created < bound,
	lte: (created: number, bound: number) => created <= bound,
};

/** Reads `created`, which is a time or a hash of bounds, in seconds since 1970. */
export function createdFilter(parameters: Form): (object: { created: number }) => boolean {
	const { created } = parameters;
	if (created === undefined || typeof created === 'string') {
		const exact = optionalInteger(parameters, 'created');
		return exact === undefined ? () => true : (object) => object.created === exact;
	}
	const hash = optionalHash(parameters, 'created', Object.keys(bounds)) ?? {};
	const checks = (Object.keys(bounds) as (keyof typeof bounds)[]).flatMap((name) => {
		const bound = optionalInteger(hash, name);
		return bound === undefined ? [] : [(object: { created: number }) => bounds[name](object.created, bound)];
	});
	return (object) => checks.every((check) => check(object));
}

type ListOptions<Item, Shown> = {
	url: string;
	/** How an error names an item whose id is an unknown cursor. */
	what: string;
	parameters: Form;
	toJson: (item: Item) => Shown;
};

/** One page of `items`, which are newest first. A cursor is the id of an item. */
export function listPage<Item extends { id: string }, Shown>(
	items: readonly Item[],
	{ url, what, parameters, toJson }: ListOptions<Item, Shown>,
) {
	const limit = readLimit(parameters);
	const after = optionalText(parameters, 'starting_after') ?? undefined;
	const before = optionalText(parameters, 'ending_before') ?? undefined;
	if (after !== undefined && before !== undefined) {
		throw invalidParameter(
			'ending_before',
			'You may only specify one of these parameters: starting_after, ending_before.',
		);
	}
	const indexOf = (id: string, param: string) => {
		const index = items.findIndex((item) => item.id === id);
		if (index < 0) throw noSuch({ what, id, param, status: 400 });
		return index;
	};
	const start = after === undefined ? 0 : indexOf(after, 'starting_after') + 1;
	const end = before === undefined ? items.length : indexOf(before, 'ending_before');
	const range = items.slice(start, end);
	const page = before === undefined ? range.slice(0, limit) : range.slice(-limit);
	return {
		object: 'list' as const,
		data: page.map(toJson),
		has_more: range.length > page.length,
		url,
	};
}

function readLimit(parameters: Form): number {
	const limit = optionalInteger(parameters, 'limit') ?? defaultLimit;
	const invalid = (rule: string) =>
		invalidParameter('limit', `This value must be ${rule}.`, 'parameter_invalid_integer');
	if (limit < 1) throw invalid('greater than or equal to 1');
	if (limit > maximumLimit) throw invalid(`less than or equal to ${maximumLimit}`);
	return limit;
}
