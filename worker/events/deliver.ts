/**
 * One event to the merchant's EVENTS_URL, signed by the Standard Webhooks scheme.
 * @see https://www.standardwebhooks.com/
 */
import type { MerchantEvent } from '../contract.ts';
import { signatureOf } from './signature.ts';

const deadlineMs = 15_000;

export type Target = { url: string; secrets: string[] };

/** Null where it has arrived (any 2xx), else what went wrong. A redirect is not followed. */
export async function deliver(
	event: MerchantEvent,
	{ url, secrets }: Target,
	{ fetch, now }: { fetch: typeof globalThis.fetch; now: number },
): Promise<string | null> {
	const body = JSON.stringify(event);
	const seconds = Math.floor(now / 1000);
	const signed = secrets.map((secret) => signatureOf(secret, { id: event.id, seconds, body }));
	const signatures = await Promise.all(signed);
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				'webhook-id': event.id,
				'webhook-timestamp': String(seconds),
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
