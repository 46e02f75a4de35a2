/** The log of all calls to Plaid, Stripe and Link, oldest first. Tests and the sandbox's page read it. */
import { maskSecrets, maskTokens } from './mask-secrets.ts';

export type Api = 'plaid' | 'stripe' | 'link';

export type RequestLogEntry = {
	/** The sandbox's time, ISO 8601. */
	at: string;
	api: Api;
	method: string;
	path: string;
	/** 0 if the connection was cut before a response. */
	status: number;
	request_id: string | null;
	/** The request's fields, secrets masked. */
	body: unknown;
	/** The response's JSON, secrets masked. `null` without JSON; a note of its length if it is very long. */
	response: unknown;
	/** The real time at which the call started, in milliseconds since 1970. */
	wall_ms: number;
	/** How long the call took, in real milliseconds. */
	duration_ms: number;
};

/** When the log is full, the oldest entry is dropped. */
const maximumEntries = 5_000;

/** Longer responses are logged as their length. In characters. */
const maximumResponseLength = 50_000;

/** Adds an entry for a call that has just started. The caller completes it when the call ends. */
export function logRequest(
	log: RequestLogEntry[],
	call: Pick<RequestLogEntry, 'at' | 'api' | 'method' | 'path' | 'body' | 'wall_ms'> & { request_id: string },
): RequestLogEntry {
	const entry: RequestLogEntry = {
		...call,
		path: maskTokens(call.path),
		body: maskSecrets(call.body),
		status: 0,
		response: null,
		duration_ms: 0,
	};
	log.push(entry);
	if (log.length > maximumEntries) log.shift();
	return entry;
}

/** A JSON response as the log shows it. */
export const loggedResponse = (json: string): unknown =>
	json.length > maximumResponseLength ? `(${json.length} characters)` : maskSecrets(JSON.parse(json));
