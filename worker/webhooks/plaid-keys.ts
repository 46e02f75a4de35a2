/**
 * Plaid's keys for webhooks, by their id: asked for once, however many webhooks wait for the same key, and kept for as
 * long as an isolate lives, or until they have to be looked at again.
 */
import { PlaidFailure } from '../plaid/client.ts';

export type WebhookKey = JsonWebKey & { expired_at?: number | null };
type Ask = (keyId: string) => Promise<WebhookKey>;

export type WebhookKeys = {
	/**
	 * Null where Plaid does not know it, or it has expired. Anybody can make up a key id: `beforeAsking` may refuse to
	 * ask Plaid.
	 */
	find(keyId: string, now: number, beforeAsking: () => Promise<void>): Promise<WebhookKey | null>;
};

/** After this, Plaid is asked whether a key has expired meanwhile. */
const freshForMs = 60 * 60 * 1000;
/** What anybody can make up is forgotten sooner, and there are never many. */
const unknownForMs = 60 * 1000;
const mostKept = 50;

/** The request that asked may have been ended by the runtime, and nobody would ever answer those who wait for it. */
const patienceMs = 3_000;

type Kept = { key: Promise<WebhookKey | null>; until: number };

/** One for each isolate and Plaid client; `ask` is that of the request. */
export function createWebhookKeys(): (ask: Ask) => WebhookKeys {
	const kept = new Map<string, Kept>();

	return (ask) => ({
		async find(keyId, now, beforeAsking) {
			const known = kept.get(keyId);
			const answered = known && now < known.until ? await patiently(known.key) : undefined;
			if (answered !== undefined) return valid(answered, now);
			const entry: Kept = { key: beforeAsking().then(() => asked(ask, keyId)), until: now + freshForMs };
			if (kept.size >= mostKept) kept.clear();
			kept.set(keyId, entry);
			try {
				const key = await entry.key;
				if (key === null) entry.until = now + unknownForMs;
				return valid(key, now);
			} catch (error) {
				// A failure is not kept: the next webhook asks again.
				if (kept.get(keyId) === entry) kept.delete(keyId);
				throw error;
			}
		},
	});
}

async function patiently<T>(answer: Promise<T>): Promise<T | undefined> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const late = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), patienceMs);
	});
	try {
		return await Promise.race([answer, late]);
	} finally {
		clearTimeout(timer);
	}
}

const valid = (key: WebhookKey | null, now: number): WebhookKey | null =>
	key?.expired_at && key.expired_at * 1000 <= now ? null : key;

async function asked(ask: Ask, keyId: string): Promise<WebhookKey | null> {
	try {
		return await ask(keyId);
	} catch (error) {
		const code = error instanceof PlaidFailure ? error.details.plaid?.error_code : undefined;
		if (code === 'INVALID_WEBHOOK_VERIFICATION_KEY_ID') return null;
		throw error;
	}
}
