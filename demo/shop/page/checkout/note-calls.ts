/** Notes the calls and events of a checkout for the success page. Only the demo needs this. */

/** A call that this page made, as `POST /payment/calls` takes it. */
export type PageCall = {
	/** When it began: milliseconds since 1970. */
	at: number;
	duration_ms: number;
	to: 'Plaid' | 'Your Worker' | 'Your server';
	method: string;
	path: string;
	/** Null if no answer came. */
	status: number | null;
	request: unknown;
	answer: unknown;
};

/** One checkout, from the first load of the page to the success page. */
export type CheckoutRun = {
	startedAt: number;
	calls: PageCall[];
	events: { at: number; name: string }[];
};

/** Survives a reload of the page. Holds no unmasked token. */
const storageKey = 'example-shop-calls';

/** Continues the run that a reload interrupted, or starts a new one. Call `end` when the run is over. */
export function startRun(): { run: CheckoutRun; end(): void } {
	const run: CheckoutRun = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') ?? {
		startedAt: performance.timeOrigin,
		calls: [],
		events: [],
	};
	const save = () => {
		if (run.calls.length > 0) sessionStorage.setItem(storageKey, JSON.stringify(run));
	};
	addEventListener('pagehide', save);
	return {
		run,
		end: () => {
			removeEventListener('pagehide', save);
			sessionStorage.removeItem(storageKey);
		},
	};
}

/** Notes each call from this page to the Worker and to the shop. Call it before the element's script runs. */
export function noteCalls(backend: string, calls: PageCall[]): void {
	const originalFetch = window.fetch;
	window.fetch = async (input, init) => {
		const url = new URL(input instanceof Request ? input.url : input, location.href);
		const to =
			url.origin === backend ? 'Your Worker' : url.pathname.endsWith('/payments') ? 'Your server' : null;
		if (!to) return originalFetch(input, init);
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
				request: parseMasked(typeof init?.body === 'string' ? init.body : null),
				answer,
			});
		try {
			const response = await originalFetch(input, init);
			note(response.status, parseMasked(await response.clone().text()));
			return response;
		} catch (error) {
			note(null, null);
			throw error;
		}
	};
}

/** The scripts that the browser has loaded from the Worker and from Plaid. */
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

/** Parses a body after reducing each token to its prefix and last four characters. Returns null if it is not JSON. */
function parseMasked(body: string | null): unknown {
	if (!body) return null;
	try {
		return JSON.parse(
			body.replace(
				/\b((?:link|public)-\w+-|btok_|ss_)([\w-]+)/g,
				(_, prefix, rest) => `${prefix}…${rest.slice(-4)}`,
			),
		);
	} catch {
		return null;
	}
}
