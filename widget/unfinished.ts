import type { BankAccountTokenRequest } from '../worker/contract.ts';
import type { Held } from './host.ts';

/** What has been begun after Link: an exchange, and then an authorization. It is what it takes to ask for it again. */
export type Unfinished = {
	/** Where it is kept, to its end: the page's address and the element's name may change meanwhile. */
	key: string;
	backend: string;
	body: BankAccountTokenRequest;
	/** When it is of no use any more, in ms since 1970. */
	expires: number;
	/** Once the exchange is done, and the page has heard of it: what is to be authorized. */
	connected?: Held;
};

/** @see https://plaid.com/docs/api/items/#itempublic_tokenexchange */
const publicTokenLife = 30 * 60_000;
/** How long the backend lets its link token be shown again for the authorization: four hours, and one of grace. */
const linkTokenLife = 5 * 60 * 60_000;

/** What an element of this page is busy with, by public token: a second element leaves it alone. */
const claimed = new Set<string>();

/** Keeps it over a reload, in this tab only. */
function store(unfinished: Unfinished, place = unfinished.key): Unfinished {
	claimed.add(unfinished.body.public_token);
	try {
		sessionStorage.setItem(place, JSON.stringify(unfinished));
	} catch {
		// Storage may be closed to this page: then only a reload is not survived.
	}
	return unfinished;
}

export const keep = (key: string, backend: string, body: BankAccountTokenRequest): Unfinished =>
	store({ key, backend, body, expires: Date.now() + publicTokenLife });

/** The exchange is done; the authorization is not. */
export const keepConnected = (work: Unfinished, connected: Held): Unfinished =>
	store({ ...work, connected, expires: Date.now() + linkTokenLife });

/** What the shopper has declined waits for a press: a reload does not bring it back by itself. */
const aside = (key: string) => `${key} declined`;

export function setAside(unfinished: Unfinished): Unfinished {
	forget(unfinished);
	return store(unfinished, aside(unfinished.key));
}

/** The shopper is asked again. */
export function takeBack(unfinished: Unfinished): Unfinished {
	forget(unfinished);
	return store(unfinished);
}

/** What was set aside before the page was loaded anew. */
export const pickUpDeclined = (key: string, backend: string) => pickUp(key, backend, aside(key));

/** What this element, or one like it before a reload, has left unfinished. */
export function pickUp(key: string, backend: string, place = key): Unfinished | undefined {
	try {
		const unfinished: Unfinished = { ...JSON.parse(sessionStorage.getItem(place) ?? 'null'), key };
		if (unfinished.backend !== backend || claimed.has(unfinished.body.public_token)) return;
		if (unfinished.expires < Date.now()) return forget(unfinished);
		claimed.add(unfinished.body.public_token);
		return unfinished;
	} catch {
		return;
	}
}

/** Lets another element, or this one when it is put back, pick it up. */
export const letGo = ({ body }: Unfinished) => {
	claimed.delete(body.public_token);
};

/** It is done, or hopeless. */
export function forget(unfinished: Unfinished): undefined {
	const { key, body } = unfinished;
	letGo(unfinished);
	try {
		for (const place of [key, aside(key)])
			if (sessionStorage.getItem(place)?.includes(body.public_token)) sessionStorage.removeItem(place);
	} catch {}
}
