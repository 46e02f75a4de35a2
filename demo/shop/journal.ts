import { type Json, mask, maskText } from './masking.ts';

/** Who takes part in a payment by bank. */
export const parties = ['Your page', 'Your server', 'Your Worker', 'Plaid', 'Stripe'] as const;
export type Party = (typeof parties)[number];

/** One HTTP call of a checkout, fit to be shown: every secret in it is masked. */
export type Call = {
	/** When it began: milliseconds since 1970. */
	at: number;
	duration_ms: number;
	from: Party;
	to: Party;
	method: string;
	path: string;
	/** Null where no answer came, or where the browser does not tell. */
	status: number | null;
	request: Json;
	answer: Json;
};

/** The calls of one checkout, up to a bound. */
export type Journal = { calls: Call[]; record(call: Call): void };

const most = 300;

export function createJournal(): Journal {
	const calls: Call[] = [];
	return {
		calls,
		record: (call) => {
			if (calls.length < most) calls.push(call);
		},
	};
}

/** A `fetch` that notes in the journal what it sent and what came back; the caller sees no difference. */
export function recordedFetch(journal: Journal, to: Party, send: typeof fetch): typeof fetch {
	return async (input, init) => {
		const url = new URL(input instanceof Request ? input.url : input);
		const at = Date.now();
		const started = performance.now();
		const note = (status: number | null, answer: Json) =>
			journal.record({
				at,
				duration_ms: Math.round(performance.now() - started),
				from: 'Your server',
				to,
				method: init?.method ?? 'GET',
				path: maskText(url.pathname + url.search),
				status,
				request: readBody(init?.body),
				answer,
			});
		try {
			const answer = await send(input, init);
			const body = await answer.clone().text();
			note(answer.status, readBody(body));
			return answer;
		} catch (error) {
			note(null, null);
			throw error;
		}
	};
}

/** JSON or a form, as data; anything else is not shown. */
function readBody(body: unknown): Json {
	if (typeof body !== 'string' || body === '') return null;
	try {
		return mask(JSON.parse(body));
	} catch {
		return /^[^\s<]+=/.test(body) ? mask(Object.fromEntries(new URLSearchParams(body))) : null;
	}
}
