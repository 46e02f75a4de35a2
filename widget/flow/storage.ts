/**
 * The tab's `sessionStorage`, where the flow stores what must survive a reload or a bank's page. It may be closed to the
 * page: then nothing is found in it, and everything that does not need it works.
 */

export function readStored(key: string): string | null {
	try {
		return sessionStorage.getItem(key);
	} catch {
		return null;
	}
}

/** The value as JSON; undefined if there is none, or something else. */
export function parseStored(key: string): unknown {
	try {
		return JSON.parse(readStored(key) ?? '') ?? undefined;
	} catch {
		return;
	}
}

export function store(key: string, value: unknown): void {
	try {
		sessionStorage.setItem(key, JSON.stringify(value));
	} catch {
		// Closed, or full.
	}
}

/** Deletes the value if it contains this token. Another element of the page may have stored its own there since. */
export function deleteStored(key: string, token: string): void {
	if (readStored(key)?.includes(token)) sessionStorage.removeItem(key);
}
