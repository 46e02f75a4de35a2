/**
 * A receiver's check of Plaid's webhooks, written from the documentation alone.
 * @see https://plaid.com/docs/api/webhooks/webhook-verification/
 */
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';

type Key = { kid: string; expired_at: number | null; [name: string]: unknown };

/**
 * Gives the webhook's body, or throws.
 * @param keyOf what `/webhook_verification_key/get` gives for a key's id
 * @param now milliseconds since 1970
 */
export async function verifiedWebhook(
	headers: Headers,
	rawBody: string,
	keyOf: (kid: string) => Promise<Key>,
	now: number,
): Promise<Record<string, unknown>> {
	const jwt = headers.get('plaid-verification') ?? '';
	const { alg, kid = '' } = decodeProtectedHeader(jwt);
	if (alg !== 'ES256') throw new Error('the algorithm is not ES256');
	const key = await keyOf(kid);
	if (key.expired_at !== null) throw new Error('the key has expired');
	const { payload } = await jwtVerify(jwt, await importJWK(key, 'ES256'), {
		algorithms: ['ES256'],
		maxTokenAge: '5 min',
		currentDate: new Date(now),
	});
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(rawBody));
	const hex = Buffer.from(digest).toString('hex');
	if (hex !== payload.request_body_sha256) throw new Error('the body is not the one that was signed');
	return JSON.parse(rawBody) as Record<string, unknown>;
}
