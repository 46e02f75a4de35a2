/** Reading parameters, with Stripe's errors for those that lack or are of the wrong kind. */
import { invalidParameter, missingParameter } from './errors.ts';
import type { Form, FormValue } from './form.ts';

/** A text, or `undefined`; an empty one unsets and is `null`. */
export function optionalText(parameters: Form, name: string): string | null | undefined {
	const value = parameters[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'string') throw invalidParameter(name, `Invalid string: ${JSON.stringify(value)}`);
	return value === '' ? null : value;
}

export function requiredText(parameters: Form, name: string): string {
	const value = optionalText(parameters, name);
	if (value === undefined) throw missingParameter(name);
	if (value === null) {
		throw invalidParameter(
			name,
			`You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
			'parameter_invalid_empty',
		);
	}
	return value;
}

export function optionalInteger(parameters: Form, name: string): number | undefined {
	const value = optionalText(parameters, name);
	if (value == null) return undefined;
	if (!/^-?\d+$/.test(value))
		throw invalidParameter(name, `Invalid integer: ${value}`, 'parameter_invalid_integer');
	return Number(value);
}

export function optionalEmail(parameters: Form): string | null | undefined {
	const email = optionalText(parameters, 'email');
	if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
		throw invalidParameter('email', `Invalid email address: ${email}`, 'email_invalid');
	}
	return email;
}

/** Merges `metadata` into what is there: an empty value takes a key away, an empty `metadata` all of them. */
export function mergeMetadata(
	kept: Record<string, string>,
	metadata: FormValue | undefined,
): Record<string, string> {
	if (metadata === undefined) return kept;
	if (metadata === '') return {};
	if (typeof metadata === 'string' || Array.isArray(metadata)) {
		throw invalidParameter('metadata', 'Invalid object');
	}
	const merged = { ...kept };
	for (const [key, value] of Object.entries(metadata)) {
		if (typeof value !== 'string')
			throw invalidParameter(`metadata[${key}]`, 'Invalid string: metadata values must be strings');
		if (key.length > 40) {
			throw invalidParameter('metadata', 'Metadata keys must be at most 40 characters long.');
		}
		if (value.length > 500) {
			throw invalidParameter('metadata', 'Metadata values must be at most 500 characters long.');
		}
		if (value === '') delete merged[key];
		else merged[key] = value;
	}
	if (Object.keys(merged).length > 50)
		throw invalidParameter('metadata', 'Metadata can have at most 50 keys.');
	return merged;
}
