/**
 * Back from an OAuth bank. Where Link cannot open a second window, the bank's page takes the place of ours, and Link with
 * it. The Link session is stored for as long as Link is open, so that the page to which the bank sends the shopper back
 * opens the same session again.
 * @see https://plaid.com/docs/link/oauth/#reinitializing-link
 */

import { deleteStored, parseStored, store } from './storage.ts';

/** The Link session that is open. */
export type OpenLinkSession = {
	link_token: string;
	/** ISO 8601 */
	expiration: string;
	backend: string;
	/** The `storageKey` of the element that opened it. */
	key: string;
};

/** What reopens it. */
export type OAuthReturn = {
	link_token: string;
	expiration: string;
	/** The address to which the bank has sent the shopper, for Link. */
	receivedRedirectUri: string;
};

/** One place for the whole tab: one Link is open at a time. */
const place = 'plaid-stripe-connect away';
/** The query parameter with which a bank sends the shopper back. */
const stateParameter = 'oauth_state_id';

export function storeOpenSession(session: OpenLinkSession): void {
	store(place, session);
}

export function deleteOpenSession({ link_token }: { link_token: string }): void {
	deleteStored(place, link_token);
}

/** Whether a bank has sent the shopper to this page. */
export function isOAuthReturn(): boolean {
	return new URLSearchParams(location.search).has(stateParameter);
}

/**
 * Claims the return for one element: the one that claims it removes the state from the page's address. `'stale'` if the
 * session has expired or was not opened in this tab; undefined if another element of the page is to reopen it.
 */
export async function claimOAuthReturn(
	element: { backend: string; storageKey: string },
	signal: AbortSignal,
): Promise<OAuthReturn | 'stale' | undefined> {
	const session = parseStored(place) as OpenLinkSession | undefined;
	// The element that opened the session goes first, wherever it is in the page.
	if (session?.key !== element.storageKey) await new Promise((resolve) => setTimeout(resolve));
	signal.throwIfAborted();
	const url = new URL(location.href);
	const state = url.searchParams.get(stateParameter);
	if (!state || (session && session.backend !== element.backend)) return;
	url.searchParams.delete(stateParameter);
	history.replaceState(history.state, '', url);
	if (session) deleteOpenSession(session);
	if (!session || Date.parse(session.expiration) < Date.now()) return 'stale';
	const { link_token, expiration } = session;
	const receivedRedirectUri = `${url.origin}${url.pathname}?${stateParameter}=${encodeURIComponent(state)}`;
	return { link_token, expiration, receivedRedirectUri };
}
