/**
 * Readers of parameters. They throw Stripe's errors for values that are missing or have the wrong type. In Stripe's
 * API an empty value unsets a parameter, so most readers distinguish `undefined` (absent) from `null` (empty).
 */
import { invalidParameter, missingParameter, unknownParameters } from '../errors.ts';
import type { Form } from './form.ts';

/** The full names of the hashes that `optionalHash` has read, e.g. `billing_details[address]`. Errors need them. */
const namesOfHashes = new WeakMap<Form, string>();

/** A field's name with the hashes around it, e.g. `billing_details[address][city]`. */
export function fullName(form: Form, name: string): string {
	const parent = namesOfHashes.get(form);
	return parent === undefined ? name : `${parent}[${name}]`;
}

export function optionalText(form: Form, name: string): string | null | undefined {
	const value = form[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'string') {
		throw invalidParameter(fullName(form, name), `Invalid string: ${JSON.stringify(value)}`);
	}
	return value === '' ? null : value;
}

export function requiredText(form: Form, name: string): string {
	const value = optionalText(form, name);
	const param = fullName(form, name);
	if (value === undefined) throw missingParameter(param);
	if (value === null) {
		throw invalidParameter(
			param,
			`You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
			'parameter_invalid_empty',
		);
	}
	return value;
}

/** An integer. An empty value counts as absent. */
export function optionalInteger(form: Form, name: string): number | undefined {
	const value = optionalText(form, name);
	if (value == null) return undefined;
	if (!/^-?\d{1,15}$/.test(value)) {
		throw invalidParameter(fullName(form, name), `Invalid integer: ${value}`, 'parameter_invalid_integer');
	}
	return Number(value);
}

/** A boolean. An empty value counts as absent. */
export function optionalBoolean(form: Form, name: string): boolean | undefined {
	const value = optionalText(form, name);
	if (value == null) return undefined;
	if (value !== 'true' && value !== 'false') {
		throw invalidParameter(fullName(form, name), `Invalid boolean: ${value}`);
	}
	return value === 'true';
}

export function optionalChoice<Choice extends string>(
	form: Form,
	name: string,
	choices: readonly Choice[],
): Choice | null | undefined {
	const value = optionalText(form, name);
	if (value == null) return value;
	const found = choices.find((choice) => choice === value);
	if (found !== undefined) return found;
	const param = fullName(form, name);
	const list = `${choices.slice(0, -1).join(', ')}${choices.length > 1 ? ', or ' : ''}${choices.at(-1)}`;
	throw invalidParameter(param, `Invalid ${param}: must be one of ${list}`);
}

/** A hash. Without `known`, it may have any keys. */
export function optionalHash(form: Form, name: string, known?: readonly string[]): Form | null | undefined {
	const value = form[name];
	if (value === undefined) return undefined;
	if (value === '') return null;
	const param = fullName(form, name);
	if (typeof value === 'string' || Array.isArray(value)) throw invalidParameter(param, 'Invalid object');
	const unknown = known ? Object.keys(value).filter((key) => !known.includes(key)) : [];
	if (unknown.length > 0) throw unknownParameters(unknown.map((key) => `${param}[${key}]`));
	namesOfHashes.set(value, param);
	return value;
}

/** An array of strings. An empty value is an empty array. */
export function optionalTexts(form: Form, name: string): string[] | undefined {
	const value = form[name];
	if (value === undefined) return undefined;
	if (value === '') return [];
	const param = fullName(form, name);
	if (!Array.isArray(value)) throw invalidParameter(param, 'Invalid array');
	return value.map((entry) => {
		if (typeof entry !== 'string') throw invalidParameter(param, 'Invalid string');
		return entry;
	});
}
