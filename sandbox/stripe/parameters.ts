/** Reading parameters, with Stripe's errors for those that lack or are of the wrong kind. */

import { invalidParameter, missingParameter, unknownParameters } from './errors.ts';
import type { Form, FormValue } from './form.ts';
import type { Address } from './records.ts';

/** A text, or `undefined`; an empty one unsets and is `null`. `param` is its whole name, where it is nested. */
export function optionalText(parameters: Form, name: string, param = name): string | null | undefined {
	const value = parameters[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'string') throw invalidParameter(param, `Invalid string: ${JSON.stringify(value)}`);
	return value === '' ? null : value;
}

export function requiredText(parameters: Form, name: string, param = name): string {
	const value = optionalText(parameters, name, param);
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

export function optionalInteger(parameters: Form, name: string, param = name): number | undefined {
	const value = optionalText(parameters, name, param);
	if (value == null) return undefined;
	if (!/^-?\d{1,15}$/.test(value))
		throw invalidParameter(param, `Invalid integer: ${value}`, 'parameter_invalid_integer');
	return Number(value);
}

export function optionalBoolean(parameters: Form, name: string, param = name): boolean | undefined {
	const value = optionalText(parameters, name, param);
	if (value == null) return undefined;
	if (value !== 'true' && value !== 'false') throw invalidParameter(param, `Invalid boolean: ${value}`);
	return value === 'true';
}

/** One of a list, `undefined`, or `null` where it is to be unset. */
export function optionalChoice<Choice extends string>(
	parameters: Form,
	name: string,
	choices: readonly Choice[],
	param = name,
): Choice | null | undefined {
	const value = optionalText(parameters, name, param);
	if (value == null) return value;
	const found = choices.find((choice) => choice === value);
	if (found === undefined) {
		const list = `${choices.slice(0, -1).join(', ')}${choices.length > 1 ? ', or ' : ''}${choices.at(-1)}`;
		throw invalidParameter(param, `Invalid ${param}: must be one of ${list}`);
	}
	return found;
}

/** A hash whose keys are all known; `null` where it is to be unset. Without `known`, any key is. */
export function optionalHash(
	parameters: Form,
	name: string,
	known?: readonly string[],
	param = name,
): Form | null | undefined {
	const value = parameters[name];
	if (value === undefined) return undefined;
	if (value === '') return null;
	if (typeof value === 'string' || Array.isArray(value)) throw invalidParameter(param, 'Invalid object');
	const unknown = known ? Object.keys(value).filter((key) => !known.includes(key)) : [];
	if (unknown.length > 0) throw unknownParameters(unknown.map((key) => `${param}[${key}]`));
	return value;
}

/** A list of texts; an empty text is an empty list. */
export function optionalTexts(parameters: Form, name: string, param = name): string[] | undefined {
	const value = parameters[name];
	if (value === undefined) return undefined;
	if (value === '') return [];
	if (!Array.isArray(value)) throw invalidParameter(param, 'Invalid array');
	return value.map((entry) => {
		if (typeof entry !== 'string') throw invalidParameter(param, 'Invalid string');
		return entry;
	});
}

/**
 * An amount of dollars in cents: at least 50 cents where it is to be debited, at most eight digits.
 * Throws amount_too_small and amount_too_large.
 */
export function requiredAmount(parameters: Form, least = 50): number {
	requiredText(parameters, 'amount');
	const amount = optionalInteger(parameters, 'amount') ?? 0;
	if (amount < 1) {
		throw invalidParameter(
			'amount',
			'This value must be greater than or equal to 1.',
			'parameter_invalid_integer',
		);
	}
	if (amount < least)
		throw invalidParameter('amount', 'Amount must be at least $0.50 usd', 'amount_too_small');
	if (amount > 99_999_999) {
		throw invalidParameter('amount', 'Amount must be no more than $999,999.99', 'amount_too_large');
	}
	return amount;
}

const addressFields = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const;

export function optionalAddress(parameters: Form, name: string, param = name): Address | null | undefined {
	const value = optionalHash(parameters, name, addressFields, param);
	if (value == null) return value;
	const [city, country, line1, line2, postal_code, state] = addressFields.map(
		(field) => optionalText(value, field, `${param}[${field}]`) ?? null,
	) as [string | null, string | null, string | null, string | null, string | null, string | null];
	return { city, country, line1, line2, postal_code, state };
}

export function optionalEmail(parameters: Form, name = 'email', param = name): string | null | undefined {
	const email = optionalText(parameters, name, param);
	if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
		throw invalidParameter(param, `Invalid email address: ${email}`, 'email_invalid');
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
