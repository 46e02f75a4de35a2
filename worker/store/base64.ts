/** Decodes both alphabets, with or without padding. @throws DOMException if the text is not base64 */
export function decodeBase64(encoded: string): Uint8Array<ArrayBuffer> {
	const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export const encodeBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The alphabet that is safe in URLs, without padding. */
export const encodeBase64Url = (bytes: Uint8Array): string =>
	encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
