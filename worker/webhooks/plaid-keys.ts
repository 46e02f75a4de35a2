/**
 * Plaid's keys for webhooks, by their id. An isolate fetches a key once, however many webhooks wait for it, and keeps it
 * until it has to check whether the key has expired.
 */
import { hourMs, minuteMs } from '../durations.ts';
import { PlaidFailure } from '../plaid/client.ts';

export type WebhookKey = JsonWebKey & { expired_at?: number | null };
type FetchKey = (keyId: string) => Promise<WebhookKey>;

export type WebhookKeys = {
	/**
	 * Returns null if Plaid does not know the key, or it has expired. Anybody can make up a key id, so `beforeFetch` may
	 * refuse to ask Plaid by throwing.
	 */
	find(keyId: string, options: { now: number; beforeFetch: () => Promise<void> }): Promise<WebhookKey | null>;
};

const knownForMs = hourMs;
/** Anybody can make up ids of unknown keys: they are forgotten sooner. */
const unknownForMs = minuteMs;
const maxEntries = 50;

/** The runtime may have ended the request that fetches the key. Nobody would ever answer those that wait for it. */
const maxWaitMs = 3_000;

type Entry = { key: Promise<WebhookKey | null>; until: number };

/** Made once for each isolate and Plaid client. `fetchKey` belongs to one request. */
export function createWebhookKeys(): (fetchKey: FetchKey) => WebhookKeys {
	const entries = new Map<string, Entry>();

	return (fetchKey) => ({
		async find(keyId, { now, beforeFetch }) {
			const known = entries.get(keyId);
			const fetched = known && now < known.until ? await withinMaxWait(known.key) : undefined;
			if (fetched !== undefined) return unlessExpired(fetched, now);
			const entry: Entry = {
				key: beforeFetch().then(() => fetchIfKnown(fetchKey, keyId)),
				until: now + knownForMs,
			};
			if (entries.size >= maxEntries) entries.clear();
			entries.set(keyId, entry);
			try {
				const key = await entry.key;
				if (key === null) entry.until = now + unknownForMs;
				return unlessExpired(key, now);
			} catch (error) {
				// The next webhook tries again.
				if (entries.get(keyId) === entry) entries.delete(keyId);
				throw error;
			}
		},
	});
}

async function withinMaxWait<T>(answer: Promise<T>): Promise<T | undefined> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const late = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), maxWaitMs);
	});
	try {
		return await Promise.race([answer, late]);
	} finally {
		clearTimeout(timer);
	}
}

const unlessExpired = (key: WebhookKey | null, now: number): WebhookKey | null =>
	key?.expired_at && key.expired_at * 1000 <= now ? null : key;

async function fetchIfKnown(fetchKey: FetchKey, keyId: string): Promise<WebhookKey | null> {
	try {
		return await fetchKey(keyId);
	} catch (error) {
		const code = error instanceof PlaidFailure ? error.details.plaid?.error_code : undefined;
		if (code === 'INVALID_WEBHOOK_VERIFICATION_KEY_ID') return null;
		throw error;
	}
}
