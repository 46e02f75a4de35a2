/** Parses single values of the configuration. Mistakes are reported to `wrong`, without the value. */
import { decodeBase64 } from './store/encoding.ts';
import type { SealingKeys } from './store/seal.ts';

export const list = (text: string): string[] =>
	text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

export function readOrigins(text: string, wrong: (problem: string) => void): ReadonlySet<string> {
	const origins = new Set<string>();
	for (const entry of list(text)) {
		const url = URL.parse(entry);
		if (url && /^https?:$/.test(url.protocol) && url.origin === entry.replace(/\/$/, ''))
			origins.add(url.origin);
		else
			wrong(
				'ALLOWED_ORIGINS has an entry that is not an origin: write scheme, host and port only, such as `https://shop.example`, no path and no `*`.',
			);
	}
	return origins;
}

/** Standard Webhooks defines signing secrets: `whsec_` and 24 to 64 bytes in base64. */
export function readEvents(
	{ url, secret = '', hasQueue }: { url: string | undefined; secret: string | undefined; hasQueue: boolean },
	wrong: (problem: string) => void,
): { url: string; secrets: string[] } | null {
	if (!url) return null;
	if (!isHttps(url) && !isLoopback(url)) wrong('EVENTS_URL must be an https address of your server.');
	const secrets = list(secret);
	const good = secrets.every((entry) => {
		try {
			const { length } = decodeBase64(/^whsec_([A-Za-z0-9+/]+=*)$/.exec(entry)?.[1] ?? '');
			return length >= 24 && length <= 64;
		} catch {
			return false;
		}
	});
	if (secrets.length === 0 || !good)
		wrong(
			'EVENTS_SECRET must be `whsec_` and 24 to 64 bytes in base64, several separated by commas. Make one: `echo "whsec_$(openssl rand -base64 32)"`.',
		);
	if (!hasQueue)
		wrong('EVENTS is missing: bind a queue under that name in wrangler.toml ([[queues.producers]]).');
	return { url, secrets };
}

export function readEncryptionKeys(text: string, wrong: (problem: string) => void): SealingKeys {
	const keys = list(text).map((entry) => {
		const [, id = '', encoded = ''] = /^([A-Za-z0-9_-]{1,32}):(.+)$/.exec(entry) ?? [];
		try {
			return { id, bytes: decodeBase64(encoded) };
		} catch {
			return { id, bytes: new Uint8Array() };
		}
	});
	if (keys.some(({ id, bytes }) => id === '' || bytes.length !== 32)) {
		wrong(
			'ENCRYPTION_KEYS must be `id:base64` entries of 32 bytes each, the newest first. Make one: `echo "k1:$(openssl rand -base64 32)"`.',
		);
	}
	if (new Set(keys.map(({ id }) => id)).size !== keys.length)
		wrong('ENCRYPTION_KEYS has two keys with the same id.');
	return keys;
}

/** @see https://plaid.com/docs/link/oauth/: https (http in Sandbox), no query, no fragment. */
export function isRedirectUri(text: string, livemode: boolean): boolean {
	const url = URL.parse(text);
	if (!url || /[?#]/.test(text)) return false;
	return url.protocol === 'https:' || (url.protocol === 'http:' && !livemode);
}

export function isHttps(text: string): boolean {
	const url = URL.parse(text);
	return url?.protocol === 'https:' && url.username === '' && !/[?#]/.test(text);
}

export function isLoopback(text: string): boolean {
	const url = URL.parse(text);
	return (
		url !== null && /^https?:$/.test(url.protocol) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
	);
}
