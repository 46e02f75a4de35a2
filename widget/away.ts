import type { Away } from './redirect.ts';

/** An OAuth bank may take the whole page away, and Link with it: one place, since one Link is open at a time. */
export const place = 'plaid-stripe-connect away';

/** Keeps what it takes to go on with the same Link session. It ends with the tab, or as soon as Link has closed. */
export function remember(away: Away): void {
	try {
		sessionStorage.setItem(place, JSON.stringify(away));
	} catch {
		// Storage may be closed to this page: then only the way over a bank's page is not survived.
	}
}

/** What another element of the page has kept there since stays. */
export function forgetAway(away: Away): void {
	try {
		if (sessionStorage.getItem(place)?.includes(away.link_token)) sessionStorage.removeItem(place);
	} catch {}
}
