/** `GET /v1/institutions`. */
import * as v from 'valibot';
import { text } from './fields.ts';

/** `GET /v1/institutions` */
export const institutionsQuery = v.strictObject({
	/** Part of a name; without it, the list in Plaid's order. */
	query: v.optional(text(100)),
	/** Comma-separated Plaid products; by default the ones that this deployment asks for. */
	products: v.optional(
		v.pipe(text(200), v.regex(/^[a-z_]+( *, *[a-z_]+)*$/, 'must be products, such as `auth,identity`')),
	),
	offset: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'must be a whole number'), v.transform(Number))),
});
export type InstitutionsAnswer = {
	institutions: { institution_id: string; name: string; products: string[] }[];
	/** How many there are in all; a search returns at most ten. */
	total: number;
	request_id: string;
};
