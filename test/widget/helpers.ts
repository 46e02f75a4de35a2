import { PlaidStripeConnect } from '../../widget/element.ts';
import type { LinkError } from '../../widget/flow/link.ts';
import {
	type AuthorizationAnswer,
	type BankAccountTokenAnswer,
	type ErrorAnswer,
	errorCatalog,
	type LinkTokenAnswer,
} from '../../worker/contract.ts';

PlaidStripeConnect.define();

/** A Link session of `link-double.ts`. */
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
	/** Of the bank search. */
	place?: HTMLElement;
};

/** A request that the element has made, to be answered by the test. */
export type Call = {
	url: string;
	path: string;
	body: Record<string, unknown>;
	signal: AbortSignal;
	credentials: RequestCredentials | undefined;
	/** Those that the element itself has named. */
	headers: string[];
	/** Whether the test has answered. */
	over: boolean;
	answer(body: unknown, status?: number, headers?: Record<string, string>): Promise<void>;
	/** The network fails. */
	cut(): Promise<void>;
};

export const calls: Call[] = [];
/** Looks whether the backend is there at all. */
export const probes: { url: string; mode: unknown; cache: unknown }[] = [];
export const backend = { isThere: false };
export const linkSessions = (): LinkSession[] =>
	(window as unknown as { linkSessions?: LinkSession[] }).linkSessions ?? [];
export const link = () => linkSessions().at(-1) as LinkSession;
export const lastCall = () => calls.at(-1) as Call;

/** The page's own, behind the doubles. */
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
/** Lets promises, rendering and script tags have their turn. */
export const turn = () => new Promise<void>((resolve) => real.setTimeout.call(window, resolve));
export async function settled(): Promise<void> {
	for (let i = 0; i < 3; i++) await turn();
}
/** Waits for what the browser does in its own time: a script tag, a frame. */
export async function until(condition: () => unknown, what = String(condition)): Promise<void> {
	const end = real.now() + 5000;
	while (!condition()) {
		if (real.now() > end) throw new Error(`It has not come to this: ${what}`);
		await turn();
	}
}

/** The clock that the element sees: it stands still unless a test moves it. */
export const clock = {
	at: 0,
	timers: new Map<number, { due: number; run: () => void; every?: number }>(),
	/** To the next timer, if there is one. */
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
let count = 0;

beforeEach(() => {
	calls.length = probes.length = warnings.length = 0;
	backend.isThere = false;
	clock.at = Date.UTC(2026, 10, 21);
	clock.timers.clear();
	sessionStorage.clear();
	Date.now = () => clock.at;
	Math.random = () => 0.5;
	console.warn = (message: string) => warnings.push(message);
	const timer = (every: boolean) =>
		((run: () => void, ms = 0) => {
			clock.timers.set(++count, { run, due: clock.at + ms, ...(every && { every: ms }) });
			return count;
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
				probes.push({ url, mode: init?.mode, cache: init?.cache });
				if (backend.isThere) resolve(new Response());
				else reject(new TypeError('Failed to fetch'));
				return;
			}
			const call: Call = {
				over: false,
				url,
				path: new URL(url).pathname,
				body: JSON.parse(String(init?.body ?? 'null')),
				signal,
				credentials: init?.credentials,
				headers: [...new Headers(init?.headers).keys()],
				answer(body, status = 200, headers = {}) {
					call.over = true;
					resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }));
					return settled();
				},
				cut() {
					call.over = true;
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

/** A script address of its own for every test, so that no test lives on another one's load. */
export const doubleScript = () => `/test/widget/link-double.ts?${++count}`;

export async function place(attributes: Record<string, string> = {}): Promise<PlaidStripeConnect> {
	const element = document.createElement('plaid-stripe-connect');
	element.setAttribute('link-script', doubleScript());
	element.setAttribute('backend', 'https://bank.example');
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	document.body.append(element);
	await element.updateComplete;
	return element;
}

export const button = (element: PlaidStripeConnect) =>
	element.shadowRoot?.querySelector('button') as HTMLButtonElement;
/** What a shopper reads: the text that is shown, slots filled. */
export function shown(element: PlaidStripeConnect): string {
	const read = (node: Node): string => {
		if (node instanceof Text) return node.data;
		if (node instanceof HTMLElement && getComputedStyle(node).display === 'none') return '';
		const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
		return [...(assigned.length ? assigned : node.childNodes)].map(read).join(' ');
	};
	const box = element.renderRoot.querySelector('[part=box]') as HTMLElement;
	return read(box).replace(/\s+/g, ' ').trim();
}
export const announced = (element: PlaidStripeConnect) =>
	element.shadowRoot?.querySelector('[role=status]')?.textContent;

/** Of whichever event. */
type Detail = { status?: string; previous?: string; code?: string; [name: string]: unknown };

/** Every event of the element that reaches the page, in order. */
export function listen(target: EventTarget = document) {
	const heard: { type: string; detail: Detail }[] = [];
	const types = 'open event token authorized exit error status'.split(' ').map((name) => `bank-${name}`);
	for (const type of types)
		target.addEventListener(type, (event) =>
			heard.push({ type, detail: (event as CustomEvent<Detail>).detail }),
		);
	return heard;
}

export const linkToken = (n = 1, minutes = 240): LinkTokenAnswer => ({
	link_token: `link-sandbox-${n}`,
	expiration: new Date(clock.at + minutes * 60_000).toISOString(),
	request_id: `req_link_${n}`,
});
export const bankAccount = (connection = 'conn_1'): BankAccountTokenAnswer => ({
	connection,
	bank_account_token: 'btok_1',
	account: { id: 'acc_1', name: 'Plaid Checking', mask: '0000', type: 'depository', subtype: 'checking' },
	institution: { id: 'ins_1', name: 'First Platypus Bank' },
	livemode: false,
	request_id: 'req_bank',
});
/** What the shopper reads, in paragraphs. */
export const authorizationText =
	'Account holder: Zoë Doe\nAccount: First Platypus Bank, Plaid Checking, ending in 0000\nDate: November 21, 2026\n\n' +
	'By clicking “Accept”, you authorize Shop & Sons to debit the bank account specified above once, for 100% of the amount of your order.\n\n' +
	'You may revoke this authorization by giving notice to Shop & Sons before the debit is submitted to your bank.';
export const offer = (extra: Partial<AuthorizationAnswer> = {}): AuthorizationAnswer => ({
	authorization: 'auth_1',
	text: authorizationText,
	accepted_at: null,
	request_id: 'req_auth',
	...extra,
});
export const acceptedAt = '2026-11-21T00:00:07.000Z';
export const refusal = (
	code: ErrorAnswer['error']['code'],
	extra: Partial<ErrorAnswer['error']> = {},
): ErrorAnswer => ({
	error: {
		code,
		message: 'What happened and what to do.',
		display_message: null,
		retryable: false,
		recovery: errorCatalog[code].recovery,
		param: null,
		documentation_url: 'https://docs.example',
		request_id: 'req_refused',
		plaid: null,
		...extra,
	},
});

/** From a press to Link being open. */
export async function openLink(element: PlaidStripeConnect, n = 1): Promise<void> {
	const before = calls.length;
	button(element).click();
	await until(() => calls.length > before, 'a link token is asked for');
	await lastCall().answer(linkToken(n));
	await until(() => element.status === 'open', 'Link opens');
}
/** The shopper has chosen an account: the exchange is asked for. */
export async function choose(
	publicToken = 'public-sandbox-1',
	accounts: unknown[] = [{ id: 'acc_1', subtype: 'checking' }],
) {
	link().config.onSuccess(publicToken, { institution: null, accounts });
	await settled();
}
/** All the way. */
export async function connect(element: PlaidStripeConnect): Promise<void> {
	await openLink(element);
	await choose();
	await lastCall().answer(bankAccount());
}
/** To the text of the authorization. */
export async function beAsked(element: PlaidStripeConnect): Promise<void> {
	element.authorize = true;
	await connect(element);
	await until(() => lastCall().path === '/v1/authorizations', 'the text is asked for');
	await lastCall().answer(offer());
}
