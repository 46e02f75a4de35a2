/** Fields that several calls share. */
import * as v from 'valibot';

/** A non-empty string with an upper bound, so that no field can carry a megabyte into the store. */
export const text = (max: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(max));

/** A person's, on one line: it stands in the authorization's text, where a line of its own would pass for ours. */
export const personName = v.pipe(
	text(200),
	v.regex(/\S/, 'must be a name'),
	v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'must be one line'),
);

/** Stripe's ids and names for the merchant's own data: texts by name, as Stripe's `metadata`. */
export const stripeCustomer = v.pipe(
	v.string(),
	v.regex(/^cus_[A-Za-z0-9]{1,100}$/, 'must be a Stripe Customer’s id, such as `cus_…`'),
);
export const clientUserId = v.pipe(
	text(128),
	v.check((id) => !id.includes('@'), 'Plaid takes no e-mail address as an id; send your own id of the user'),
);
export const metadata = v.pipe(
	v.record(v.pipe(v.string(), v.nonEmpty(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(500))),
	v.check((fields) => Object.keys(fields).length <= 40, 'it may have at most 40 names'),
);
export const pageLimit = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^\d{1,3}$/, 'must be a whole number from 1 to 100'),
		v.transform(Number),
		v.check((limit) => limit >= 1 && limit <= 100, 'must be a whole number from 1 to 100'),
	),
);
export const pageCursor = v.optional(text(2000));

/** US dollars' cents: what an ACH debit can be. @see https://docs.stripe.com/payments/ach-direct-debit */
export const amount = v.pipe(v.number(), v.integer());
