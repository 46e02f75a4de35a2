/** Plain data, as JSON has it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Tokens. Their prefix stays readable, and their last four characters, so that two of them can be compared. */
const tokens =
	/\b((?:link|public|processor)-(?:sandbox|production)-|(?:btok|tok)_|ss_|(?:sk|rk)_(?:test|live)_|whsec_)([\w•…-]+)/g;
/** Of these only the prefix stays. */
const keyPrefix = /^(?:[sr]k|whsec)_/;
/** Plaid's access tokens, of which nothing may reach a page. */
const accessTokens = /\baccess-[\w•…-]+/g;
const authorizationHeader = /\b(Bearer|Basic)\s+\S+/gi;

/** Fields that hold a secret, whatever it looks like. */
const secretFields = new Set([
	'secret',
	'client_secret',
	'client_id',
	'access_token',
	'api_key',
	'plaid-secret',
	'plaid-client-id',
	'account_number',
	'routing_number',
	'routing',
	'wire_routing',
]);

const hidden = '••••';

/** Masks the secrets in a text: `btok_1Abc…9xYz` becomes `btok_…9xYz`. Masking twice changes nothing. */
export function maskText(text: string): string {
	return text
		.replace(authorizationHeader, `$1 ${hidden}`)
		.replace(accessTokens, `access-${hidden}`)
		.replace(tokens, (_, prefix: string, rest: string) => {
			const isShort = keyPrefix.test(prefix) || rest.length < 8;
			return `${prefix}…${isShort ? alreadyMasked(rest) : rest.slice(-4)}`;
		});
}

/** The last four characters of a token that has been masked before, or nothing. */
const alreadyMasked = (rest: string): string => (/^…\w{4}$/.test(rest) ? rest.slice(1) : '');

const maxDepth = 12;

/** Copies a value and masks every secret in it. Drops anything that is not JSON. */
export function mask(value: unknown, depth = 0): Json {
	if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
	if (typeof value === 'string') return maskText(value);
	if (typeof value !== 'object' || depth > maxDepth) return null;
	if (Array.isArray(value)) return value.map((entry) => mask(entry, depth + 1));
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [
			name,
			secretFields.has(name.toLowerCase()) && entry !== null ? maskSecret(entry) : mask(entry, depth + 1),
		]),
	);
}

/** A token in a secret field keeps its prefix. Anything else is hidden entirely. */
function maskSecret(value: unknown): string {
	const masked = typeof value === 'string' ? maskText(value) : hidden;
	return masked === value ? hidden : masked;
}
