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

/** Keeps it over a reload, in this tab only. */
export function keep(key: string, backend: string, body: BankAccountTokenRequest): Unfinished {
	const unfinished = { backend, body, expires: Date.now() + publicTokenLife };
	claimed.add(body.public_token);
	try {
		sessionStorage.setItem(key, JSON.stringify(unfinished));
	} catch {
		// Storage may be closed to this page: then only a reload is not survived.
	}
	return unfinished;
}

/** What this element, or one like it before a reload, has left unfinished. */
export function pickUp(key: string, backend: string): Unfinished | undefined {
	try {
		const unfinished: Unfinished | null = JSON.parse(sessionStorage.getItem(key) ?? 'null');
		if (unfinished?.backend !== backend || claimed.has(unfinished.body.public_token)) return;
		if (unfinished.expires < Date.now()) return forget(key, unfinished);
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
export function forget(key: string, unfinished: Unfinished): undefined {
	letGo(unfinished);
	try {
		if (sessionStorage.getItem(key)?.includes(unfinished.body.public_token)) sessionStorage.removeItem(key);
	} catch {}
}
