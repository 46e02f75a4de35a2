import { type Json, mask, maskText } from './masking.ts';

/** Who takes part in a payment by bank. */
export type Party = 'Your page' | 'Your server' | 'Your Worker' | 'Plaid' | 'Stripe';

/** One HTTP call of a checkout, with every secret masked. */
export type Call = {
	/** When it began: milliseconds since 1970. */
	at: number;
	duration_ms: number;
	from: Party;
	to: Party;
	method: string;
	path: string;
	/** Null without an answer, or if the browser does not report it. */
	status: number | null;
	request: Json;
	answer: Json;
};

/** The calls of one checkout. Calls beyond a maximum are dropped. */
export type CallLog = { calls: Call[]; record(call: Call): void };

const maxCalls = 300;

export function createCallLog(): CallLog {
	const calls: Call[] = [];
	return {
		calls,
		record(call) {
			if (calls.length < maxCalls) calls.push(call);
		},
	};
}

/** Wraps `fetch`: the log records each request and its answer. Callers see no difference. */
export function recordingFetch(log: CallLog, to: Party, fetch: typeof globalThis.fetch): typeof fetch {
	return async (input, init) => {
		const url = new URL(input instanceof Request ? input.url : input);
		const at = Date.now();
		const started = performance.now();
		const record = (status: number | null, answer: Json) =>
			log.record({
				at,
				duration_ms: Math.round(performance.now() - started),
				from: 'Your server',
				to,
				method: init?.method ?? 'GET',
				path: maskText(url.pathname + url.search),
				status,
				request: parseMasked(init?.body),
				answer,
			});
		try {
			const response = await fetch(input, init);
			record(response.status, parseMasked(await response.clone().text()));
			return response;
		} catch (error) {
			record(null, null);
			throw error;
		}
	};
}

/** Returns a JSON body with its secrets masked, or null for anything else. */
function parseMasked(body: unknown): Json {
	if (typeof body !== 'string') return null;
	try {
		return mask(JSON.parse(body));
	} catch {
		return null;
	}
}
