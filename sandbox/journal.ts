/** What was asked of the sandbox, newest last, so that a test or a reader can see the whole conversation. */

export type Api = 'plaid' | 'stripe' | 'link';

export type JournalEntry = {
	/** The sandbox's time, ISO 8601. */
	at: string;
	api: Api;
	method: string;
	path: string;
	/** 0 where the connection was cut before an answer. */
	status: number;
	request_id: string | null;
	/** The request's fields, secrets masked. */
	body: unknown;
	/** The answer's JSON, secrets masked; `null` where there was none, its length where it is very long. */
	response: unknown;
	/** The real time at which it began, in milliseconds since 1970, and how long it took. */
	wall_ms: number;
	duration_ms: number;
};

/** The journal keeps this many; older entries are dropped. */
export const journalLimit = 5_000;

/** An answer of more characters is told by its length. */
export const longestJournaled = 50_000;

/** What is nested deeper than this is nobody's request. */
const deepest = 40;

const secretFields = new Set([
	'secret',
	'client_secret',
	'account_number',
	'override_password',
	'password',
	'authorization',
	'plaid-secret',
]);
/** Fields of Plaid's that hold account numbers; Stripe's `account` is an id of another form. */
const numberFields = new Set(['account', 'iban']);

const tokenForm =
	/\b((?:access|public|link|processor)-(?:sandbox|production|development)-|(?:sk|rk)_(?:test|live)_|btok_|whsec_)([A-Za-z0-9_-]*)/g;

/**
 * Replaces secrets anywhere in a JSON value: of tokens and keys the prefix and the last four characters stay
 * (`access-sandbox-…9fc6`), of passwords and Plaid secrets nothing.
 */
export function maskSecrets(value: unknown, field = '', depth = 0): unknown {
	if (depth > deepest) return '…';
	if (secretFields.has(field.toLowerCase())) return value == null ? value : '…';
	if (typeof value === 'string') {
		const isNumber = numberFields.has(field) && /^[A-Za-z0-9]{8,}$/.test(value);
		return isNumber ? `…${value.slice(-4)}` : maskText(value);
	}
	if (Array.isArray(value)) return value.map((element) => maskSecrets(element, '', depth + 1));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [maskText(name), maskSecrets(inner, name, depth + 1)]),
		);
	}
	return value;
}

/** A token with fewer than eight characters behind its prefix shows none of them. */
export const maskText = (text: string): string =>
	text.replace(
		tokenForm,
		(_whole, prefix: string, rest: string) => `${prefix}…${rest.length < 8 ? '' : rest.slice(-4)}`,
	);
