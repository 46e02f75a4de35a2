/** The secrets that nobody has to be asked for. */
import { randomBytes } from 'node:crypto';

/** Those of them that are not there yet; one that is there stays, since stored values depend on it. */
export function madeSecrets(existing: Record<string, string>): Record<string, string> {
	const made = {
		/** Your server's key for the Worker. */
		API_KEYS: `psc_${randomBytes(32).toString('base64url')}`,
		/** Seals access tokens: an id, and 32 bytes for AES-256. */
		ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
		/** Signs the events for your server, as Standard Webhooks has it. */
		EVENTS_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
	};
	return Object.fromEntries(Object.entries(made).filter(([name]) => !existing[name]));
}
