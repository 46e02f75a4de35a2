/**
 * Validation of Plaid's request fields, with Plaid's errors.
 * @see https://plaid.com/docs/errors/invalid-request/
 */
import * as v from 'valibot';
import { refuse } from './errors.ts';
import type { Country } from './institutions.ts';
import { allProducts } from './products.ts';

const properString = 'must be a properly formatted, non-empty string';

/** A non-empty string. */
export const text = v.pipe(v.string(properString), v.nonEmpty(properString));
export const anyText = v.string('must be a string');
export const boolean = v.boolean('must be a boolean');
export const integer = (min: number, max: number) => {
	const message = `must be an integer between ${min} and ${max}`;
	return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
};
export const url = v.pipe(v.string(properString), v.url('must be a valid URL'));
export const date = v.pipe(text, v.isoDate('must be a date in the format YYYY-MM-DD'));

/** One of these values. The error lists them. */
export const oneOf = <const Values extends readonly string[]>(values: Values) =>
	v.picklist(values, `must be one of: ${values.join(', ')}`);

/** An array with at least one element. */
export const listOf = <Schema extends v.GenericSchema>(element: Schema) =>
	v.pipe(v.array(element, 'must be an array'), v.nonEmpty('must be a non-empty array'));

/** For parts of Plaid that the sandbox does not simulate: any object, with any content. */
export const anyObject = v.looseObject({}, 'must be an object');

export const accountId = v.pipe(text, v.regex(/^[A-Za-z0-9]{37}$/, 'must be a valid account ID'));
export const accountIds = v.exactOptional(v.array(text, 'must be an array'));

/** The `options` of endpoints that can return some of the accounts. */
export const accountOptions = v.exactOptional(v.strictObject({ account_ids: accountIds }));

export const countries = [
	...['US', 'GB', 'ES', 'NL', 'FR', 'IE', 'CA', 'DE', 'IT', 'PL'],
	...['DK', 'NO', 'SE', 'EE', 'LT', 'LV', 'PT', 'BE', 'AT', 'FI'],
] as Country[];
export const countryCodes = listOf(oneOf(countries));

export const product = oneOf(allProducts);

/**
 * Validates a request's fields. Missing fields are reported first, then unknown ones, then invalid ones.
 * Throws MISSING_FIELDS, UNKNOWN_FIELDS or INVALID_FIELD.
 */
export function checkFields<Schema extends v.GenericSchema>(
	schema: Schema,
	fields: unknown,
): v.InferOutput<Schema> {
	const result = v.safeParse(schema, fields);
	if (result.success) return result.output;
	const missing: string[] = [];
	const unknown: string[] = [];
	const invalid: string[] = [];
	for (const issue of result.issues) {
		const name = fieldName(issue);
		if (issue.type === 'strict_object' && issue.path && issue.expected === 'never') unknown.push(name);
		else if (issue.received === 'undefined') missing.push(name);
		else invalid.push(`${name} ${issue.type === 'strict_object' ? 'must be an object' : issue.message}`);
	}
	if (missing.length > 0) throw missingFields(missing);
	if (unknown.length > 0) {
		throw refuse(
			'UNKNOWN_FIELDS',
			`the following fields are not recognized by this endpoint: ${unknown.join(', ')}`,
		);
	}
	throw refuse('INVALID_FIELD', invalid[0]);
}

export const missingFields = (names: readonly string[]) =>
	refuse('MISSING_FIELDS', `the following required fields are missing: ${names.join(', ')}`);

/** `user.client_user_id`. An element of an array has the name of the array. */
const fieldName = (issue: v.BaseIssue<unknown>): string =>
	(issue.path ?? [])
		.map((step) => step.key)
		.filter((key) => typeof key === 'string')
		.join('.');
