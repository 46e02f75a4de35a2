import type { Host } from './host.ts';

/** What is kept over an OAuth bank's page, in this tab only. */
export type Away = {
	link_token: string;
	/** ISO 8601 */
	expiration: string;
	backend: string;
	/** The element that has opened Link. */
	key: string;
};
/** A way back to the same session. */
export type Returned = { link_token: string; expiration: string; received: string };

/**
 * The shopper is back from an OAuth bank's page: what was begun, `'stale'` where that is not to be had any more, or
 * nothing where another element of the page goes on with it. The address is the claim: who takes it cleans it.
 * @see https://plaid.com/docs/link/oauth/#reinitializing-link
 */
export async function takeReturn(
	host: Host,
	backend: string,
	place: string,
): Promise<Returned | 'stale' | undefined> {
	const away = read(place);
	// It is left to the element that has begun it, if that is here too.
	if (away?.key !== host.key()) await new Promise((resolve) => setTimeout(resolve));
	const url = new URL(location.href);
	const state = url.searchParams.get('oauth_state_id');
	if (!state || (away && away.backend !== backend)) return;
	url.searchParams.delete('oauth_state_id');
	history.replaceState(history.state, '', url);
	if (away) sessionStorage.removeItem(place);
	if (!away || Date.parse(away.expiration) < Date.now()) return 'stale';
	const { link_token, expiration } = away;
	const received = `${url.origin}${url.pathname}?oauth_state_id=${encodeURIComponent(state)}`;
	return { link_token, expiration, received };
}

function read(place: string): Away | undefined {
	try {
		return JSON.parse(sessionStorage.getItem(place) ?? '') as Away;
	} catch {
		// Nothing, something else, or a storage that is closed to this page.
		return;
	}
}
