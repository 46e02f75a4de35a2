import type { Host } from './host.ts';
import { warn } from './warn.ts';

/** The Worker's address: its origin, and the path under which it is mounted in another Worker. */
export function backendOf({ element, backend }: Host): string {
	const usual = backend || location.origin;
	try {
		const { origin, pathname } = new URL(element.backend || usual, document.baseURI);
		return origin + pathname.replace(/\/+$/, '');
	} catch {
		warn(`backend is ignored: ${element.backend} is not an address.`);
		return usual;
	}
}

/**
 * Where an OAuth bank sends the shopper back to, or nothing: then it is what the backend is configured to.
 * Of this origin, since another one's page finds nothing of the session. Plaid takes no query and no fragment.
 */
export function redirectUriOf({ redirectUri }: Host['element']): string | undefined {
	if (!redirectUri) return;
	try {
		const { origin, pathname } = new URL(redirectUri, document.baseURI);
		if (origin === location.origin) return origin + pathname;
	} catch {
		// Not an address at all.
	}
	warn(`redirect-uri is ignored: ${redirectUri} is not of this origin.`);
	return;
}
