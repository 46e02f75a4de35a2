/**
 * The keys that Plaid signs webhooks with: ES256, one at a time. `/webhook_verification_key/get` returns them.
 * They are derived from the seed, like ids. After a reset, a receiver that has cached a key by its id still has the
 * right one.
 * @see https://plaid.com/docs/api/webhooks/webhook-verification/
 */
import { exportJWK, SignJWT } from 'jose';
import type { JWKPublicKey } from 'plaid';
import type { State } from '../state.ts';
import type { WebhookKey } from './records.ts';
import type { Wire } from './wire.ts';

/** The key in use. Creates the first one. */
export function currentWebhookKey(state: State): WebhookKey {
	return state.plaidWebhookKeys.find(({ expiredAt }) => expiredAt === null) ?? addKey(state);
}

/** Replaces the key. The old one expires immediately. */
export function rotateWebhookKey(state: State): WebhookKey {
	currentWebhookKey(state).expiredAt = state.clock.now();
	return addKey(state);
}

/** The public key as Plaid returns it; times in seconds. */
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

/** The headers for a raw body. Each attempt is signed again, because `iat` is the time of the attempt. */
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

/** A P-256 key in PKCS #8, up to its 32 secret bytes. The platform computes the public part. */
const pkcs8Prefix = [
	...[0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13],
	...[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
	...[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
	...[0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20],
];

async function privateKeyOf(seed: string): Promise<CryptoKey> {
	const secret = await sha256(seed);
	// The secret must be smaller than the order of the curve.
	secret[0] = (secret[0] ?? 0) & 0x7f;
	const pkcs8 = new Uint8Array([...pkcs8Prefix, ...secret]);
	return crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
}

const sha256 = async (text: string): Promise<Uint8Array> =>
	new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

const seconds = (ms: number) => Math.floor(ms / 1_000);
