import { warn } from './warn.ts';

/** Leaves the page for `success-url`, where there is one that may be gone to: same origin or https. */
export function goOn(successUrl: string, connection: string, place: Location = location): void {
	if (!successUrl) return;
	try {
		const url = new URL(successUrl, document.baseURI);
		if (url.protocol === 'https:' || url.origin === location.origin) {
			url.searchParams.set('connection', connection);
			place.assign(url);
			return;
		}
	} catch {
		// Not an address at all.
	}
	warn(`success-url is ignored: ${successUrl} is neither same origin nor https.`);
}
