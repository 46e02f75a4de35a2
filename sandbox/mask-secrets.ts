/** Replaces secrets in what the sandbox logs and shows. */

const secretFields = new Set([
	'secret',
	'client_secret',
	'account_number',
	'override_password',
	'password',
	'authorization',
	'plaid-secret',
]);

/** Plaid's fields that hold account numbers. Stripe's `account` is an id that the pattern below does not match. */
const accountNumberFields = new Set(['account', 'iban']);
const accountNumber = /^[A-Za-z0-9]{8,}$/;

const token =
	/\b((?:access|public|link|processor)-(?:sandbox|production|development)-|(?:sk|rk)_(?:test|live)_|btok_|whsec_)([A-Za-z0-9_-]*)/g;

/** Values nested deeper than this are cut off. No API has such requests, but a test may send one. */
const maximumDepth = 40;

/**
 * Masks secrets anywhere in a JSON value. Tokens and keys keep their prefix and last four characters
 * (`access-sandbox-…9fc6`). Passwords and Plaid secrets become `…`.
 */
export function maskSecrets(value: unknown, field = '', depth = 0): unknown {
	if (depth > maximumDepth) return '…';
	if (secretFields.has(field.toLowerCase())) return value == null ? value : '…';
	if (typeof value === 'string') {
		const isNumber = accountNumberFields.has(field) && accountNumber.test(value);
		return isNumber ? `…${value.slice(-4)}` : maskTokens(value);
	}
	if (Array.isArray(value)) return value.map((element) => maskSecrets(element, '', depth + 1));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [maskTokens(name), maskSecrets(inner, name, depth + 1)]),
		);
	}
	return value;
}

/** Masks tokens and keys in a text. One with fewer than eight characters after its prefix keeps only the prefix. */
export const maskTokens = (text: string): string =>
	text.replace(
		token,
		(_whole, prefix: string, rest: string) => `${prefix}…${rest.length < 8 ? '' : rest.slice(-4)}`,
	);
