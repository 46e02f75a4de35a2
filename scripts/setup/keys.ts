/** The keys that setup asks for, and the secrets that it makes. */
import { randomBytes } from 'node:crypto';

export type Environment = 'sandbox' | 'production';

/** Returns what is wrong with a value and what to do, or nothing. The message never contains the value. */
type Validate = (value: string) => string | undefined;

export const clientId: Validate = (value) =>
	/^[0-9a-f]{24}$/.test(value) ? undefined : 'A client id has 24 digits and letters a to f. Copy it whole.';

export const plaidSecret: Validate = (value) => {
	if (/^[0-9a-f]{30}$/.test(value)) return;
	if (/^[0-9a-f]{24}$/.test(value)) return 'That is the client id; the secret is below it.';
	return 'A secret has 30 digits and letters a to f. Copy it whole.';
};

/** Plaid’s Sandbox goes with Stripe’s test mode, production with live mode. */
export const stripeKey =
	(environment: Environment): Validate =>
	(value) => {
		if (/^pk_/.test(value)) return 'That is a publishable key; the Worker needs a secret or restricted one.';
		if (/^whsec_/.test(value)) return 'That is a webhook’s signing secret; it is asked for later.';
		const [, mode] = /^[sr]k_(test|live)_\w+$/.exec(value) ?? [];
		if (!mode) return 'A key begins with rk_test_, sk_test_, rk_live_ or sk_live_. Copy it whole.';
		const wanted = environment === 'production' ? 'live' : 'test';
		if (mode !== wanted)
			return `That is a key of ${mode} mode; Plaid’s ${environment} goes with ${wanted} mode.`;
		return;
	};

export const webhookSecret: Validate = (value) =>
	/^whsec_\w+$/.test(value) ? undefined : 'A signing secret begins with whsec_. Copy it whole.';

/** Secrets that nobody has to be asked for. Existing ones stay, because stored values depend on them. */
export function makeSecrets(existing: Record<string, string>): Record<string, string> {
	const made = {
		/** The key with which your server calls the Worker. */
		API_KEYS: `psc_${randomBytes(32).toString('base64url')}`,
		/** Encrypts access tokens: an id, and 32 bytes for AES-256. */
		ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
		/** Signs the events for your server, as Standard Webhooks requires. */
		EVENTS_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
	};
	return Object.fromEntries(Object.entries(made).filter(([name]) => !existing[name]));
}
