/**
 * Verifies that a webhook is Plaid's: its JWT's algorithm, key, signature and age, and the hash of the raw body.
 * @see https://plaid.com/docs/api/webhooks/webhook-verification/
 */
import { decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import * as v from 'valibot';
import { ApiError } from '../errors.ts';
import { sha256 } from '../store/encoding.ts';
import type { WebhookKeys } from './plaid-keys.ts';

/**
 * In seconds. Plaid's clock may be a minute ahead of ours. jose applies the tolerance to the age, too, so both together
 * are the five minutes after which Plaid advises to refuse a webhook.
 */
const age = { clockTolerance: 60, maxTokenAge: 240 };

const claims = v.object({ iat: v.number(), request_body_sha256: v.pipe(v.string(), v.length(64)) });
type Claims = v.InferOutput<typeof claims>;

/**
 * Returns the time at which Plaid signed it, in milliseconds since 1970.
 * @throws ApiError `webhook_invalid`, or what `beforeFetch` throws, or the error of Plaid's that hides the key
 */
export async function verifyPlaidWebhook(
	{ body, token }: { body: string; token: string | undefined },
	{ keys, now, beforeFetch }: { keys: WebhookKeys; now: number; beforeFetch: () => Promise<void> },
): Promise<number> {
	if (!token || token.length > 4096) throw refused('there is no Plaid-Verification header');
	const { alg, kid } = readHeader(token);
	if (alg !== 'ES256') throw refused('its algorithm is not ES256');
	if (typeof kid !== 'string' || !/^[\w-]{1,100}$/.test(kid)) throw refused('it names no key');

	const key = await keys.find(kid, { now, beforeFetch });
	if (!key) throw refused('its key is unknown or has expired');
	const { iat, request_body_sha256: signedHash } = await verifyToken(token, key, now);
	const encoder = new TextEncoder();
	const isSigned = crypto.subtle.timingSafeEqual(
		encoder.encode(await sha256(body)),
		encoder.encode(signedHash.toLowerCase()).slice(0, 64),
	);
	if (!isSigned) throw refused('its body is not the one that was signed');
	return iat * 1000;
}

function readHeader(token: string): { alg?: unknown; kid?: unknown } {
	try {
		return decodeProtectedHeader(token);
	} catch {
		throw refused('its JWT cannot be read');
	}
}

async function verifyToken(token: string, jwk: JsonWebKey, now: number): Promise<Claims> {
	try {
		const key = await importJWK(jwk, 'ES256');
		const options = { algorithms: ['ES256'], currentDate: new Date(now), ...age };
		const { payload } = await jwtVerify(token, key, options);
		return v.parse(claims, payload);
	} catch (error) {
		throw refused(error instanceof errors.JOSEError ? error.message : 'its JWT cannot be verified');
	}
}

const refused = (reason: string): ApiError =>
	new ApiError('webhook_invalid', { cause: `Plaid’s webhook: ${reason}.` });
