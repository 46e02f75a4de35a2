/** Readers of the fields that several resources have, such as amounts, addresses and metadata. */
import { invalidParameter, missingParameter } from '../errors.ts';
import type { Address, Customer } from '../records.ts';
import type { Form, FormValue } from './form.ts';
import {
	fullName,
	optionalBoolean,
	optionalHash,
	optionalInteger,
	optionalText,
	requiredText,
} from './parameters.ts';

/** The smallest debit, in cents. */
const minimumDebit = 50;
/** Stripe's largest amount, in cents: eight digits. */
const maximumAmount = 99_999_999;

/** `amount` of a debit, in cents. Throws amount_too_small and amount_too_large. */
export const requiredDebitAmount = (form: Form): number => requiredAmount(form, minimumDebit);

/** `amount`, in cents. Throws amount_too_small and amount_too_large. */
export function requiredAmount(form: Form, minimum = 1): number {
	requiredText(form, 'amount');
	const amount = optionalInteger(form, 'amount') ?? 0;
	if (amount < 1) {
		throw invalidParameter(
			'amount',
			'This value must be greater than or equal to 1.',
			'parameter_invalid_integer',
		);
	}
	if (amount < minimum) {
		throw invalidParameter('amount', 'Amount must be at least $0.50 usd', 'amount_too_small');
	}
	if (amount > maximumAmount) {
		throw invalidParameter('amount', 'Amount must be no more than $999,999.99', 'amount_too_large');
	}
	return amount;
}

export function optionalAddress(form: Form, name: string): Address | null | undefined {
	const fields = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'];
	const address = optionalHash(form, name, fields);
	if (address == null) return address;
	const field = (key: keyof Address) => optionalText(address, key) ?? null;
	return {
		city: field('city'),
		country: field('country'),
		line1: field('line1'),
		line2: field('line2'),
		postal_code: field('postal_code'),
		state: field('state'),
	};
}

/** `shipping` of a Customer or PaymentIntent. */
export function optionalShipping(form: Form): Customer['shipping'] | undefined {
	const shipping = optionalHash(form, 'shipping');
	if (shipping == null) return shipping;
	const address = optionalAddress(shipping, 'address');
	if (!address) throw missingParameter('shipping[address]');
	return {
		address,
		name: requiredText(shipping, 'name'),
		phone: optionalText(shipping, 'phone') ?? null,
	};
}

export function optionalEmail(form: Form, name = 'email'): string | null | undefined {
	const email = optionalText(form, name);
	if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
		throw invalidParameter(fullName(form, name), `Invalid email address: ${email}`, 'email_invalid');
	}
	return email;
}

/** Reads `confirm` of an intent. Throws if it is not true and a parameter is sent that only a confirmation accepts. */
export function readConfirm(form: Form, confirmationParameters: readonly string[]): boolean {
	if (optionalBoolean(form, 'confirm')) return true;
	const misplaced = confirmationParameters.find((name) => form[name] !== undefined);
	if (misplaced === undefined) return false;
	throw invalidParameter(
		misplaced,
		`The \`${misplaced}\` parameter can only be passed with \`confirm=true\`.`,
	);
}

/** Merges a request's `metadata`: an empty value removes a key, an empty `metadata` removes all keys. */
export function mergeMetadata(
	current: Record<string, string>,
	metadata: FormValue | undefined,
): Record<string, string> {
	if (metadata === undefined) return current;
	if (metadata === '') return {};
	if (typeof metadata === 'string' || Array.isArray(metadata)) {
		throw invalidParameter('metadata', 'Invalid object');
	}
	const merged = { ...current };
	for (const [key, value] of Object.entries(metadata)) {
		if (typeof value !== 'string') {
			throw invalidParameter(`metadata[${key}]`, 'Invalid string: metadata values must be strings');
		}
		if (key.length > 40) {
			throw invalidParameter('metadata', 'Metadata keys must be at most 40 characters long.');
		}
		if (value.length > 500) {
			throw invalidParameter('metadata', 'Metadata values must be at most 500 characters long.');
		}
		if (value === '') delete merged[key];
		else merged[key] = value;
	}
	if (Object.keys(merged).length > 50) {
		throw invalidParameter('metadata', 'Metadata can have at most 50 keys.');
	}
	return merged;
}
