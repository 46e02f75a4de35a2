import type { BankAccountTokenRequest } from '../worker/contract.ts';

/** An exchange that has been begun: what it takes to ask for it again. */
export type Unfinished = {
	backend: string;
	body: BankAccountTokenRequest;
	/** When the public token dies, in ms since 1970. */
	expires: number;
};

/** @see https://plaid.com/docs/api/items/#itempublic_tokenexchange */
const publicTokenLife = 30 * 60_000;

/** Exchanges that an element of this page is busy with, by public token: a second element leaves them alone. */
const claimed = new Set<string>();

/** One place for each element of a page, so that another one does not end what this one began. */
const keyOf = ({ id, name }: { id: string; name: string }) =>
	`plaid-stripe-connect ${location.pathname} ${id || name}`;

type Owner = Parameters<typeof keyOf>[0];

/** Keeps it over a reload, in this tab only. */
export function keep(owner: Owner, backend: string, body: BankAccountTokenRequest): Unfinished {
	const unfinished = { backend, body, expires: Date.now() + publicTokenLife };
	claimed.add(body.public_token);
	try {
		sessionStorage.setItem(keyOf(owner), JSON.stringify(unfinished));
	} catch {
		// Storage may be closed to this page: then only a reload is not survived.
	}
	return unfinished;
}

/** What this element, or one like it before a reload, has left unfinished. */
export function pickUp(owner: Owner, backend: string): Unfinished | undefined {
	try {
		const unfinished: Unfinished | null = JSON.parse(sessionStorage.getItem(keyOf(owner)) ?? 'null');
		if (unfinished?.backend !== backend || claimed.has(unfinished.body.public_token)) return;
		if (unfinished.expires < Date.now()) return forget(owner, unfinished);
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
export function forget(owner: Owner, unfinished: Unfinished): undefined {
	letGo(unfinished);
	try {
		const key = keyOf(owner);
		if (sessionStorage.getItem(key)?.includes(unfinished.body.public_token)) sessionStorage.removeItem(key);
	} catch {}
}
