/** Hashes and base64, for what is stored and signed. */

/** SHA-256 in hexadecimal. Random tokens are found by their hash, and cannot be read from it. */
export async function sha256(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Decodes both alphabets, with or without padding. @throws DOMException if the text is not base64 */
export function decodeBase64(encoded: string): Uint8Array<ArrayBuffer> {
	const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export const encodeBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The alphabet that is safe in URLs, without padding. */
export const encodeBase64Url = (bytes: Uint8Array): string =>
	encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
