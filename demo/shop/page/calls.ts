import type { HeardEvent } from './events.ts';

/** A call that this page made, as `POST /payment/calls` wants it. */
export type PageCall = {
	at: number;
	duration_ms: number;
	to: 'Plaid' | 'Your Worker' | 'Your server';
	method: string;
	path: string;
	status: number | null;
	request: unknown;
	answer: unknown;
};

/** What a reload of the page must not lose of the story; there is no unmasked token in it. */
const kept = 'example-shop-calls';

/** One way through the checkout, from the first opening of the page to the success page. */
export type Run = { startedAt: number; calls: PageCall[]; events: HeardEvent[] };

/** The run that a reload interrupted, or a new one. Call `end` when it is over. */
export function beginRun(): Run & { end(): void } {
	const run: Run = JSON.parse(sessionStorage.getItem(kept) ?? 'null') ?? {
		startedAt: performance.timeOrigin,
		calls: [],
		events: [],
	};
	const keep = () => {
		if (run.calls.length > 0) sessionStorage.setItem(kept, JSON.stringify(run));
	};
	addEventListener('pagehide', keep);
	return {
		...run,
		end: () => {
			removeEventListener('pagehide', keep);
			sessionStorage.removeItem(kept);
		},
	};
}

/**
 * Notes what this page sends to the Worker and to the shop, so that the success page can show it. Only the
 * demo needs that: a real shop has nothing of the kind. Call it before the element's script runs.
 */
export function noteCalls(backend: string, calls: PageCall[]): void {
	const send = window.fetch;
	window.fetch = async (input, init) => {
		const url = new URL(input instanceof Request ? input.url : input, location.href);
		const to =
			url.origin === backend ? 'Your Worker' : url.pathname.endsWith('/payments') ? 'Your server' : null;
		if (!to) return send(input, init);
		const at = Date.now();
		const started = performance.now();
		const note = (status: number | null, answer: unknown) =>
			calls.push({
				at,
				duration_ms: performance.now() - started,
				to,
				method: init?.method ?? 'GET',
				path: url.pathname + url.search,
				status,
				request: masked(typeof init?.body === 'string' ? init.body : null),
				answer,
			});
		try {
			const answer = await send(input, init);
			note(answer.status, masked(await answer.clone().text()));
			return answer;
		} catch (error) {
			note(null, null);
			throw error;
		}
	};
}

/** The scripts that the page has loaded from the Worker and from Link, by the browser's own account. */
export function loadedScripts(backend: string, linkScript: string): PageCall[] {
	const origin = performance.timeOrigin;
	return performance
		.getEntriesByType('resource')
		.filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
		.filter(({ name }) => name === linkScript || (name.startsWith(`${backend}/`) && name.endsWith('.js')))
		.map(({ name, startTime, duration, responseStatus }) => ({
			at: origin + startTime,
			duration_ms: duration,
			to: name === linkScript ? 'Plaid' : 'Your Worker',
			method: 'GET',
			path: new URL(name).pathname,
			status: responseStatus || null,
			request: null,
			answer: null,
		}));
}

/** Tokens are cut to their kind and their end before they leave the page again. */
function masked(body: string | null): unknown {
	if (!body) return null;
	try {
		return JSON.parse(
			body.replace(
				/\b((?:link|public)-\w+-|btok_|ss_)([\w-]+)/g,
				(_, kind, rest) => `${kind}…${rest.slice(-4)}`,
			),
		);
	} catch {
		return null;
	}
}
