/** Both alphabets, with or without padding. @throws where it is not base64. */
export function decodeBase64(encoded: string): Uint8Array<ArrayBuffer> {
	const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** The alphabet that is safe in URLs, without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
}
