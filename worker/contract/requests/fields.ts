/** Fields that several requests share. */
import * as v from 'valibot';
import { described } from '../describe.ts';

/** A non-empty string with an upper bound, so that no field can carry a megabyte into the database. */
export function text(maxLength: number) {
	return v.pipe(v.string(), v.nonEmpty(), v.maxLength(maxLength));
}

/**
 * A person's name, on one line. It becomes part of the authorization's text, where a line of its own would look like a
 * line of ours.
 */
export const personName = v.pipe(
	text(200),
	v.regex(/\S/, 'must be a name'),
	v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'must be one line'),
);

export const stripeCustomer = v.pipe(
	v.string(),
	v.regex(/^cus_[A-Za-z0-9]{1,100}$/, 'must be the id of a Stripe Customer, such as `cus_…`'),
);

export const clientUserId = v.pipe(
	text(128),
	v.check((id) => !id.includes('@'), 'Plaid refuses e-mail addresses here; send your own id of the user'),
);

/** The merchant's own data: texts by name, as Stripe's `metadata`. */
export const metadata = v.pipe(
	v.record(v.pipe(v.string(), v.nonEmpty(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(500))),
	v.check((fields) => Object.keys(fields).length <= 40, 'it may have at most 40 names'),
);

/** A whole number in a query, which arrives as text. OpenAPI describes the number. */
export function wholeNumber(
	{ minimum, maximum }: { minimum: number; maximum: number },
	about: { description: string; default?: number; examples?: number[] },
) {
	return v.pipe(
		v.string(),
		v.metadata({ type: 'integer', minimum, maximum, ...about }),
		v.check(
			(digits) => /^\d{1,6}$/.test(digits) && Number(digits) >= minimum && Number(digits) <= maximum,
			`must be a whole number from ${minimum} to ${maximum}`,
		),
		v.transform(Number),
	);
}

export const pageLimit = v.optional(
	wholeNumber(
		{ minimum: 1, maximum: 100 },
		{ description: 'How many to return, from 1 to 100.', default: 20, examples: [50] },
	),
);

export const pageCursor = v.optional(
	described(text(2000), 'The `next_cursor` of the previous page. Leave it out for the first page.'),
);

/** An amount of money in US cents. The bounds are checked later, where they have error codes of their own. */
export const amount = v.pipe(v.number(), v.integer());

/** The body of a POST that takes no fields, `{}`, and the query of a GET that takes no parameters. */
export const noParameters = v.strictObject({});
