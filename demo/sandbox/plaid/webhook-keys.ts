/**
 * The keys that Plaid signs its webhooks with: ES256, one at a time, told by `/webhook_verification_key/get`.
 * Made when first needed; only their ids come from the seed.
 * @see https://plaid.com/docs/api/webhooks/webhook-verification/
 */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWKPublicKey } from 'plaid';
import type { State } from '../state.ts';
import type { Wire } from './wire.ts';

export type WebhookKey = {
	kid: string;
	createdAt: number;
	/** From then on nothing is signed with it; `null` for the one that is in use. */
	expiredAt: number | null;
	pair: ReturnType<typeof generateKeyPair>;
};

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
	const { x = '', y = '' } = await exportJWK((await key.pair).publicKey);
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
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body));
	const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	const jwt = await new SignJWT({ request_body_sha256: hex })
		.setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'JWT' })
		.setIssuedAt(seconds(at))
		.sign((await key.pair).privateKey);
	return { 'content-type': 'application/json', 'plaid-verification': jwt };
}

function addKey(state: State): WebhookKey {
	const key: WebhookKey = {
		kid: state.ids.uuid('webhook key'),
		createdAt: state.clock.now(),
		expiredAt: null,
		pair: generateKeyPair('ES256', { extractable: true }),
	};
	state.plaidWebhookKeys.push(key);
	return key;
}

const seconds = (ms: number) => Math.floor(ms / 1_000);
