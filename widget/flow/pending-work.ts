/**
 * Work that survives a reload: an exchange from the moment that Link returns a public token, then the authorization until
 * it is accepted. It is stored in the tab's `sessionStorage`, together with all that is needed to request it again.
 */
import type { BankAccountTokenRequest } from '../../worker/contract.ts';
import { type ConnectedBank, isConnectedBank } from './state.ts';
import { deleteStored, parseStored, store } from './storage.ts';

export type PendingWork = {
	/** Where it is stored until it ends: the page's address and the element's name may change in the meantime. */
	storageKey: string;
	backend: string;
	body: BankAccountTokenRequest;
	/** When the backend no longer accepts it, in ms since 1970. */
	expires: number;
	/** Once the exchange has succeeded and the page has its token: the account to be authorized. */
	connected?: ConnectedBank | undefined;
};

/** @see https://plaid.com/docs/api/items/#itempublic_tokenexchange */
const publicTokenLifetime = 30 * 60_000;
/** How long the backend accepts the link token for the authorization: its four hours, and one more. */
const linkTokenLifetime = 5 * 60 * 60_000;

/** The public tokens that elements of this page are working on. Another element of the same name leaves them alone. */
const claimed = new Set<string>();

/** The element that stores work, and the backend that the work is for. */
type Owner = Pick<PendingWork, 'storageKey' | 'backend'>;

/** Stores a new exchange. */
export function startWork({ storageKey, backend }: Owner, body: BankAccountTokenRequest): PendingWork {
	return save({ storageKey, backend, body, expires: Date.now() + publicTokenLifetime });
}

/** The exchange has succeeded; the authorization has not. */
export function markConnected(work: PendingWork, connected: ConnectedBank): PendingWork {
	return save({ ...work, connected, expires: Date.now() + linkTokenLifetime });
}

/** What the shopper has declined waits for a press: a reload does not resume it. */
export function markDeclined(work: PendingWork): PendingWork {
	discardWork(work);
	return save(work, declinedKey(work.storageKey));
}

/** The shopper is asked again, so that a reload resumes it. */
export function unmarkDeclined(work: PendingWork): PendingWork {
	discardWork(work);
	return save(work);
}

/** Takes what this element, or the one of the same name before a reload, has left. */
export function claimWork({ storageKey, backend }: Owner, place = storageKey): PendingWork | undefined {
	const stored = parseStored(place) as PendingWork | undefined;
	const token = stored?.body?.public_token;
	if (!stored || !token || stored.backend !== backend || claimed.has(token)) return;
	// Without a readable bank the exchange is requested again, and the backend returns the same connection.
	const connected = isConnectedBank(stored.connected) ? stored.connected : undefined;
	const work = { ...stored, storageKey, connected };
	if (work.expires < Date.now()) {
		discardWork(work);
		return;
	}
	claimed.add(token);
	return work;
}

/** Takes what was declined before a reload. */
export function claimDeclinedWork(owner: Owner): PendingWork | undefined {
	return claimWork(owner, declinedKey(owner.storageKey));
}

/** Leaves the work in the storage for whichever element claims it next. */
export function releaseWork({ body }: PendingWork): void {
	claimed.delete(body.public_token);
}

/** Deletes the work: it is done, or can never succeed. */
export function discardWork(work: PendingWork): void {
	releaseWork(work);
	for (const place of [work.storageKey, declinedKey(work.storageKey)])
		deleteStored(place, work.body.public_token);
}

const declinedKey = (storageKey: string) => `${storageKey} declined`;

function save(work: PendingWork, place = work.storageKey): PendingWork {
	claimed.add(work.body.public_token);
	store(place, work);
	return work;
}
