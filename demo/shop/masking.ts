/** JSON as it is shown: plain data only. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a token is recognised by; its kind stays readable, and its last four characters tell two apart. */
const tokens =
	/\b((?:link|public|processor)-(?:sandbox|production)-|(?:btok|tok)_|ss_|(?:sk|rk)_(?:test|live)_|whsec_)([\w•…-]+)/g;
/** Plaid's access tokens: nothing of them may reach a page. */
const accessTokens = /\baccess-[\w•…-]+/g;
const bearer = /\b(Bearer|Basic)\s+\S+/gi;

/** Fields that hold a secret whatever it looks like. */
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

/** `btok_1Abc…9xYz` becomes `btok_…9xYz`. */
export function maskText(text: string): string {
	return text
		.replace(bearer, '$1 ••••')
		.replace(accessTokens, 'access-••••')
		.replace(tokens, (_, kind: string, rest: string) =>
			/^(?:[sr]k|whsec)_/.test(kind) || rest.length < 8
				? `${kind}…${known(rest)}`
				: `${kind}…${rest.slice(-4)}`,
		);
}

/** What was masked before stays as it was. */
const known = (rest: string) => (/^…\w{4}$/.test(rest) ? rest.slice(1) : '');
/** The same value with every secret in it unreadable; anything that is not JSON is dropped. */
export function mask(value: unknown, depth = 0): Json {
	if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
	if (typeof value === 'string') return maskText(value);
	if (typeof value !== 'object' || depth > 12) return null;
	if (Array.isArray(value)) return value.map((entry) => mask(entry, depth + 1));
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [
			key,
			secretFields.has(key.toLowerCase()) && entry !== null
				? typeof entry === 'string' && maskText(entry) !== entry
					? maskText(entry)
					: '••••'
				: mask(entry, depth + 1),
		]),
	);
}
