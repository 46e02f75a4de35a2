/**
 * Whether a webhook is Plaid's: the algorithm, the key, the age and the hash of the raw body.
 * @see https://plaid.com/docs/api/webhooks/webhook-verification/
 */
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import * as v from 'valibot';
import { ApiError } from '../errors.ts';
import { parseJson } from '../read-body.ts';
import { sha256 } from '../store/hash.ts';
import type { WebhookKeys } from './plaid-keys.ts';

const oldestMs = 5 * 60 * 1000;
/** Clocks differ a little; a webhook of the future is none. */
const skewMs = 60 * 1000;

const claims = v.object({
	iat: v.pipe(v.number(), v.finite()),
	request_body_sha256: v.pipe(v.string(), v.length(64)),
});

/**
 * Gives the time at which Plaid signed it, in milliseconds since 1970.
 * @throws ApiError `webhook_invalid`, or what became of asking Plaid for the key, or `beforeAsking` of not asking it
 */
export async function verifyPlaidWebhook(
	{ body, token }: { body: string; token: string | undefined },
	{ keys, now, beforeAsking }: { keys: WebhookKeys; now: number; beforeAsking: () => Promise<void> },
): Promise<number> {
	if (!token || token.length > 4096) throw refused('there is no Plaid-Verification header');
	const { alg, kid } = headerOf(token);
	if (alg !== 'ES256') throw refused('its algorithm is not ES256');
	if (typeof kid !== 'string' || !/^[\w-]{1,100}$/.test(kid)) throw refused('it names no key');

	const key = await keys.find(kid, now, beforeAsking);
	if (!key) throw refused('its key is unknown or has expired');
	const payload = await payloadOf(token, key);
	if (payload.iat * 1000 < now - oldestMs) throw refused('it is older than five minutes');
	if (payload.iat * 1000 > now + skewMs) throw refused('it is of the future');
	const bytes = new TextEncoder();
	const same = crypto.subtle.timingSafeEqual(
		bytes.encode(await sha256(body)),
		bytes.encode(payload.request_body_sha256.toLowerCase()).slice(0, 64),
	);
	if (!same) throw refused('its body is not the one that was signed');
	return payload.iat * 1000;
}

function headerOf(token: string): { alg?: unknown; kid?: unknown } {
	try {
		return decodeProtectedHeader(token);
	} catch {
		throw refused('its signature cannot be read');
	}
}

async function payloadOf(token: string, jwk: JsonWebKey): Promise<v.InferOutput<typeof claims>> {
	try {
		const key = await importJWK(jwk, 'ES256');
		const { payload } = await compactVerify(token, key, { algorithms: ['ES256'] });
		return v.parse(claims, parseJson(new TextDecoder().decode(payload)));
	} catch {
		throw refused('its signature does not hold');
	}
}

const refused = (reason: string): ApiError =>
	new ApiError('webhook_invalid', { cause: `Plaid’s webhook: ${reason}.` });
