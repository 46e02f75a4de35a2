/**
 * Posts one event to the merchant's EVENTS_URL, signed as the Standard Webhooks specification has it.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import type { MerchantEvent } from '../contract.ts';
import { decodeBase64, encodeBase64 } from '../store/encoding.ts';

const deadlineMs = 15_000;

/** While secrets are rotated there are two, and each signs. */
export type Target = { url: string; secrets: string[] };

/** Returns null if it was delivered (any 2xx), else what went wrong. Redirects are not followed. */
export async function postEvent(
	event: MerchantEvent,
	{ url, secrets }: Target,
	{ fetch, now }: { fetch: typeof globalThis.fetch; now: number },
): Promise<string | null> {
	const body = JSON.stringify(event);
	const timestamp = String(Math.floor(now / 1000));
	const signed = `${event.id}.${timestamp}.${body}`;
	const signatures = await Promise.all(secrets.map((secret) => sign(signed, secret)));
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				'webhook-id': event.id,
				'webhook-timestamp': timestamp,
				'webhook-signature': signatures.join(' '),
			},
			body,
			redirect: 'manual',
			signal: AbortSignal.timeout(deadlineMs),
		});
		await response.body?.cancel();
		return response.ok ? null : `EVENTS_URL answered ${response.status}`;
	} catch {
		return 'EVENTS_URL did not answer';
	}
}

/** `v1,` and the HMAC-SHA256 in base64. The key is the secret without its prefix, decoded from base64. */
export async function sign(text: string, secret: string): Promise<string> {
	const bytes = decodeBase64(secret.replace(/^whsec_/, ''));
	const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
	const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
	return `v1,${encodeBase64(new Uint8Array(mac))}`;
}
