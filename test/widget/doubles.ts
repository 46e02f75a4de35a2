/** Doubles of the network, the clock and `Math.random`, set before each test and removed after it. */
import type {} from '../../widget/element.ts';
import type { LinkError } from '../../widget/flow/link.ts';

/** A Link session that `link-double.ts` has created. */
export type LinkSession = {
	config: {
		token: string;
		receivedRedirectUri?: string;
		onSuccess(publicToken: string | null, metadata: unknown): void;
		onExit(error: LinkError | null, metadata: unknown): void;
		onEvent(name: string, metadata: Record<string, unknown>): void;
	};
	frame: HTMLIFrameElement;
	opened: number;
	/** The container of an embedded session. */
	place?: HTMLElement;
};

/** A request of the element. The test answers it. */
export type Call = {
	url: string;
	path: string;
	body: Record<string, unknown>;
	signal: AbortSignal;
	credentials: RequestCredentials | undefined;
	/** The names of the headers that the element has set. */
	headers: string[];
	answered: boolean;
	answer(body: unknown, status?: number, headers?: Record<string, string>): Promise<void>;
	/** The request fails in the network. */
	fail(): Promise<void>;
};

export const calls: Call[] = [];
/** Requests of `/health`, with which the element checks whether the backend is running. */
export const healthChecks: { url: string; mode: unknown; cache: unknown }[] = [];
export const backend = { isRunning: false };
export const linkSessions = (): LinkSession[] =>
	(window as unknown as { linkSessions?: LinkSession[] }).linkSessions ?? [];
export const link = () => linkSessions().at(-1) as LinkSession;
export const lastCall = () => calls.at(-1) as Call;

/** The browser's own functions, which the doubles replace. */
export const real = {
	fetch: window.fetch.bind(window),
	setTimeout: window.setTimeout,
	clearTimeout: window.clearTimeout,
	setInterval: window.setInterval,
	clearInterval: window.clearInterval,
	now: Date.now,
	warn: console.warn,
	random: Math.random,
};
/** Resolves in the next task, after promises and rendering. */
export const nextTask = () => new Promise<void>((resolve) => real.setTimeout.call(window, resolve));
export async function settled(): Promise<void> {
	for (let i = 0; i < 3; i++) await nextTask();
}
/** Waits for what takes the browser some tasks, such as loading a script. */
export async function until(condition: () => unknown, what = String(condition)): Promise<void> {
	const end = real.now() + 5000;
	while (!condition()) {
		if (real.now() > end) throw new Error(`Timed out waiting for: ${what}`);
		await nextTask();
	}
}

/** The clock and the timers that the element uses. Time passes only when a test advances it. */
export const clock = {
	at: 0,
	timers: new Map<number, { due: number; run: () => void; every?: number }>(),
	/** Advances to the next timer, if there is one. */
	async next(): Promise<void> {
		const due = Math.min(...[...clock.timers.values()].map(({ due }) => due));
		if (Number.isFinite(due)) await clock.advance(due - clock.at);
	},
	async advance(ms: number): Promise<void> {
		const end = clock.at + ms;
		for (;;) {
			const next = [...clock.timers].sort(([, a], [, b]) => a.due - b.due)[0];
			if (!next || next[1].due > end) break;
			const [id, timer] = next;
			clock.at = timer.due;
			if (timer.every) timer.due += timer.every;
			else clock.timers.delete(id);
			timer.run();
			await settled();
		}
		clock.at = end;
		await settled();
	},
};

export const warnings: string[] = [];
let timerId = 0;

beforeEach(() => {
	calls.length = healthChecks.length = warnings.length = 0;
	backend.isRunning = false;
	clock.at = Date.UTC(2026, 10, 21);
	clock.timers.clear();
	sessionStorage.clear();
	Date.now = () => clock.at;
	Math.random = () => 0.5;
	console.warn = (message: string) => warnings.push(message);
	const timer = (every: boolean) =>
		((run: () => void, ms = 0) => {
			clock.timers.set(++timerId, { run, due: clock.at + ms, ...(every && { every: ms }) });
			return timerId;
		}) as unknown as typeof window.setTimeout;
	window.setTimeout = timer(false);
	window.setInterval = timer(true) as unknown as typeof window.setInterval;
	window.clearTimeout = window.clearInterval = (id) => {
		clock.timers.delete(id as number);
	};
	window.fetch = (input, init) =>
		new Promise((resolve, reject) => {
			const signal = init?.signal as AbortSignal;
			signal.addEventListener('abort', () => reject(signal.reason));
			const url = String(input);
			if (url.endsWith('/health')) {
				healthChecks.push({ url, mode: init?.mode, cache: init?.cache });
				if (backend.isRunning) resolve(new Response());
				else reject(new TypeError('Failed to fetch'));
				return;
			}
			const call: Call = {
				answered: false,
				url,
				path: new URL(url).pathname,
				body: JSON.parse(String(init?.body ?? 'null')),
				signal,
				credentials: init?.credentials,
				headers: [...new Headers(init?.headers).keys()],
				answer(body, status = 200, headers = {}) {
					call.answered = true;
					resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }));
					return settled();
				},
				fail() {
					call.answered = true;
					reject(new TypeError('Failed to fetch'));
					return settled();
				},
			};
			calls.push(call);
		});
});

afterEach(async () => {
	for (const element of document.querySelectorAll('plaid-stripe-connect')) {
		element.reset();
		element.remove();
	}
	await settled();
	for (const script of document.querySelectorAll('script[src*=link-double], script[src*=nowhere]'))
		script.remove();
	for (const frame of document.querySelectorAll('iframe')) frame.remove();
	for (const key of ['Plaid', 'linkSessions', 'scriptRuns'])
		delete (window as unknown as Record<string, unknown>)[key];
	document.body.style.overflow = '';
	window.fetch = real.fetch;
	window.setTimeout = real.setTimeout;
	window.clearTimeout = real.clearTimeout;
	window.setInterval = real.setInterval;
	window.clearInterval = real.clearInterval;
	Date.now = real.now;
	Math.random = real.random;
	console.warn = real.warn;
});
