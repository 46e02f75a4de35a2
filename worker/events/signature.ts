import { decodeBase64 } from '../store/base64.ts';

/**
 * A signature by the Standard Webhooks scheme, with the platform's own HMAC.
 * @param secret `whsec_` and the key in base64
 * @param seconds since 1970
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 */
export async function signatureOf(
	secret: string,
	{ id, seconds, body }: { id: string; seconds: number; body: string },
): Promise<string> {
	const hmac = { name: 'HMAC', hash: 'SHA-256' };
	const raw = decodeBase64(secret.replace(/^whsec_/, ''));
	const key = await crypto.subtle.importKey('raw', raw, hmac, false, ['sign']);
	const text = new TextEncoder().encode(`${id}.${seconds}.${body}`);
	const signature = new Uint8Array(await crypto.subtle.sign(hmac, key, text));
	return `v1,${btoa(String.fromCharCode(...signature))}`;
}
