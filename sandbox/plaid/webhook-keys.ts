/**
 * The keys that Plaid signs its webhooks with: ES256, one at a time, told by `/webhook_verification_key/get`.
 * They come from the seed, as the ids do: a receiver that keeps a key by its id finds the same one behind it
 * after a reset.
 * @see https://plaid.com/docs/api/webhooks/webhook-verification/
 */
import { exportJWK, SignJWT } from 'jose';
import type { JWKPublicKey } from 'plaid';
import type { State } from '../state.ts';
import type { WebhookKey } from './records.ts';
import type { Wire } from './wire.ts';

/** The key in use, made if there is none. */
export function currentWebhookKey(state: State): WebhookKey {
	return state.plaidWebhookKeys.find(({ expiredAt }) => expiredAt === null) ?? addKey(state);
}

/** A new key signs from now on; the old one has expired. */
export function rotateWebhookKey(state: State): WebhookKey {
	currentWebhookKey(state).expiredAt = state.clock.now();
	return addKey(state);
}

/** The public key as Plaid tells it; times in seconds. */
export async function publicWebhookKey(key: WebhookKey): Promise<Wire<JWKPublicKey>> {
	const { x = '', y = '' } = await exportJWK(await key.privateKey);
	return {
		alg: 'ES256',
		crv: 'P-256',
		kid: key.kid,
		kty: 'EC',
		use: 'sig',
		x,
		y,
		created_at: seconds(key.createdAt),
		expired_at: key.expiredAt === null ? null : seconds(key.expiredAt),
	};
}

/** The headers for a raw body: each attempt is signed anew, so that its `iat` is of its time. */
export async function signWebhook(state: State, body: string): Promise<Record<string, string>> {
	const at = state.clock.now();
	const key = currentWebhookKey(state);
	const hash = [...(await sha256(body))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	const jwt = await new SignJWT({ request_body_sha256: hash })
		.setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'JWT' })
		.setIssuedAt(seconds(at))
		.sign(await key.privateKey);
	return { 'content-type': 'application/json', 'plaid-verification': jwt };
}

function addKey(state: State): WebhookKey {
	const kid = state.ids.uuid('webhook key');
	const key: WebhookKey = {
		kid,
		createdAt: state.clock.now(),
		expiredAt: null,
		privateKey: privateKeyOf(`${state.seed}\n${kid}`),
	};
	state.plaidWebhookKeys.push(key);
	return key;
}

/** PKCS #8 of a P-256 key up to the 32 bytes of its secret; the public part is left for the platform to find. */
const pkcs8Head = [
	...[0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13],
	...[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
	...[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
	...[0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20],
];

async function privateKeyOf(seed: string): Promise<CryptoKey> {
	const secret = await sha256(seed);
	// Below the order of the curve, as a secret has to be.
	secret[0] = (secret[0] ?? 0) & 0x7f;
	const pkcs8 = new Uint8Array([...pkcs8Head, ...secret]);
	return crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
}

const sha256 = async (text: string): Promise<Uint8Array> =>
	new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

const seconds = (ms: number) => Math.floor(ms / 1_000);
