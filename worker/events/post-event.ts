/**
 * One event to the merchant's EVENTS_URL, signed by the Standard Webhooks scheme.
 * @see https://www.standardwebhooks.com/
 */
import { Webhook } from 'standardwebhooks';
import type { MerchantEvent } from '../contract.ts';

const deadlineMs = 15_000;

export type Target = { url: string; secrets: string[] };

/** Null where it has arrived (any 2xx), else what went wrong. A redirect is not followed. */
export async function postEvent(
	event: MerchantEvent,
	{ url, secrets }: Target,
	{ fetch, now }: { fetch: typeof globalThis.fetch; now: number },
): Promise<string | null> {
	const body = JSON.stringify(event);
	const time = new Date(now);
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				'webhook-id': event.id,
				'webhook-timestamp': String(Math.floor(now / 1000)),
				'webhook-signature': secrets
					.map((secret) => new Webhook(secret).sign(event.id, time, body))
					.join(' '),
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
