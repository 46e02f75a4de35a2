import { refuse } from './errors.ts';
import { missingFields } from './fields.ts';

const versions = ['2020-09-14', '2019-05-29', '2018-05-22', '2017-03-08'];

/**
 * Reads the client id and secret from the headers or the body, and returns the body's other fields. All credentials
 * are valid, except those that contain `invalid`.
 * Throws MISSING_FIELDS, INVALID_API_KEYS or INVALID_HEADERS.
 * @see https://plaid.com/docs/api/#api-access
 */
export function requirePlaidCredentials(
	headers: Headers,
	body: Record<string, unknown>,
): { clientId: string; fields: Record<string, unknown> } {
	const { client_id: bodyClientId, secret: bodySecret, ...fields } = body;
	const clientId = bodyClientId ?? headers.get('plaid-client-id') ?? '';
	const secret = bodySecret ?? headers.get('plaid-secret') ?? '';
	const missing = [clientId === '' ? 'client_id' : '', secret === '' ? 'secret' : ''].filter(Boolean);
	if (missing.length > 0) throw missingFields(missing);
	for (const [name, value] of Object.entries({ client_id: clientId, secret })) {
		if (typeof value !== 'string') {
			throw refuse('INVALID_FIELD', `${name} must be a properly formatted, non-empty string`);
		}
		if (value.includes('invalid')) throw refuse('INVALID_API_KEYS');
	}
	const version = headers.get('plaid-version');
	if (version !== null && !versions.includes(version)) {
		throw refuse('INVALID_HEADERS', `Plaid-Version must be one of: ${versions.join(', ')}`);
	}
	return { clientId: clientId as string, fields };
}
