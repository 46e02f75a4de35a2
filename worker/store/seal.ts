/**
 * Encrypts what must not be readable in the database, with AES-256-GCM and a fresh IV. The id of the row is additional
 * data, so that a value that is moved to another row does not open. The id of the key is part of the value, so that
 * keys can be rotated.
 *
 * A sealed value: `v1.<key id>.<IV, base64url>.<ciphertext and tag, base64url>`.
 * @see https://developers.cloudflare.com/workers/runtime-apis/web-crypto/
 */
import { decodeBase64, encodeBase64Url } from './encoding.ts';

/** The first key seals. All of them open. */
export type SealingKeys = readonly { id: string; bytes: Uint8Array<ArrayBuffer> }[];

export type Seal = {
	seal(plain: string, rowId: string): Promise<string>;
	/** @throws SealError if the key was removed, or the value was changed or belongs to another row */
	open(sealed: string, rowId: string): Promise<string>;
};

export class SealError extends Error {
	override name = 'SealError';
}

export function createSeal(keys: SealingKeys): Seal {
	const [sealingKey] = keys;
	if (!sealingKey) throw new SealError('There is no encryption key.');

	return {
		async seal(plain, rowId) {
			const iv = crypto.getRandomValues(new Uint8Array(12));
			const key = await importKey(sealingKey.bytes);
			const sealed = await crypto.subtle.encrypt(algorithm(iv, rowId), key, new TextEncoder().encode(plain));
			return ['v1', sealingKey.id, encodeBase64Url(iv), encodeBase64Url(new Uint8Array(sealed))].join('.');
		},

		async open(envelope, rowId) {
			const [version, keyId, iv, sealed, ...rest] = envelope.split('.');
			if (version !== 'v1' || !keyId || !iv || !sealed || rest.length > 0) {
				throw new SealError('A sealed value has an unknown form.');
			}
			const used = keys.find(({ id }) => id === keyId);
			if (!used)
				throw new SealError(`A value was sealed with key "${keyId}", which ENCRYPTION_KEYS no longer has.`);
			try {
				const key = await importKey(used.bytes);
				const plain = await crypto.subtle.decrypt(
					algorithm(decodeBase64(iv), rowId),
					key,
					decodeBase64(sealed),
				);
				return new TextDecoder().decode(plain);
			} catch {
				throw new SealError('A sealed value does not open: it was changed, or it is another row’s.');
			}
		},
	};
}

const algorithm = (iv: Uint8Array<ArrayBuffer>, rowId: string): SubtleCryptoEncryptAlgorithm => ({
	name: 'AES-GCM',
	iv,
	additionalData: new TextEncoder().encode(rowId),
});

const imported = new WeakMap<Uint8Array, CryptoKey>();

/** A key is imported once in an isolate: the configuration keeps its bytes. */
async function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	const known = imported.get(bytes);
	if (known) return known;
	const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
	imported.set(bytes, key);
	return key;
}
