/**
 * The fields of Plaid's requests: what they must be, and the error when they are not.
 * Fields that lack are told first, then those that are not known, then those that are wrong.
 * @see https://plaid.com/docs/errors/invalid-request/
 */
import * as v from 'valibot';
import { refuse } from './errors.ts';
import type { Country } from './institutions.ts';

const properString = 'must be a properly formatted, non-empty string';

/** A non-empty string. */
export const text = v.pipe(v.string(properString), v.nonEmpty(properString));
export const anyText = v.string('must be a string');
export const flag = v.boolean('must be a boolean');
export const whole = (min: number, max: number) => {
	const message = `must be an integer between ${min} and ${max}`;
	return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
};
export const url = v.pipe(v.string(properString), v.url('must be a valid URL'));

/** One of the values, which the message lists. */
export const oneOf = <const Values extends readonly string[]>(values: Values) =>
	v.picklist(values, `must be one of: ${values.join(', ')}`);

/** An array with at least one element. */
export const listOf = <Schema extends v.GenericSchema>(element: Schema) =>
	v.pipe(v.array(element, 'must be an array'), v.nonEmpty('must be a non-empty array'));

/** Fields of parts of Plaid that the sandbox does not have: taken if they are an object, and not looked into. */
export const unexamined = v.looseObject({}, 'must be an object');

export const countries = [
	...['US', 'GB', 'ES', 'NL', 'FR', 'IE', 'CA', 'DE', 'IT', 'PL'],
	...['DK', 'NO', 'SE', 'EE', 'LT', 'LV', 'PT', 'BE', 'AT', 'FI'],
] as Country[];
export const countryCodes = listOf(oneOf(countries));

export const allProducts = [
	'assets',
	'auth',
	'balance',
	'balance_plus',
	'beacon',
	'identity',
	'identity_match',
	'investments',
	'investments_auth',
	'liabilities',
	'payment_initiation',
	'identity_verification',
	'transactions',
	'credit_details',
	'income',
	'income_verification',
	'standing_orders',
	'transfer',
	'employment',
	'recurring_transactions',
	'transactions_refresh',
	'signal',
	'statements',
	'processor_payments',
	'processor_identity',
	'profile',
	'cra_base_report',
	'cra_income_insights',
	'cra_partner_insights',
	'cra_network_insights',
	'cra_cashflow_insights',
	'cra_monitoring',
	'cra_lend_score',
	'cra_plaid_credit_score',
	'cra_qualify',
	'cra_home_lending',
	'layer',
	'pay_by_bank',
	'protect_linked_bank',
	'protect_transactions',
] as const;
export const product = oneOf(allProducts);

/** Checks a request's fields. Throws MISSING_FIELDS, UNKNOWN_FIELDS or INVALID_FIELD. */
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

/** `user.client_user_id`; an element of an array bears the array's name. */
const fieldName = (issue: v.BaseIssue<unknown>): string =>
	(issue.path ?? [])
		.map((step) => step.key)
		.filter((key) => typeof key === 'string')
		.join('.');
