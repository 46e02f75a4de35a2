/** The whole sandbox: Plaid at `/`, Stripe under `/v1`, Link's script and frame, its own controls. */
import { createClock, type SandboxClock } from './clock.ts';
import { controlsApp } from './controls.ts';
import { dispatch } from './dispatch.ts';
import type { Fault } from './faults.ts';
import type { ApiHandler } from './handler.ts';
import { linkServer } from './link-server/app.ts';
import { pageApp } from './page/app.ts';
import { handlePlaid } from './plaid/api.ts';
import type { PlaidSettings } from './plaid/records.ts';
import type { Api, RequestLogEntry } from './request-log.ts';
import { createState } from './state.ts';
import { answerStripe } from './stripe/api.ts';
import { type PaymentOutcome, settlePayment } from './stripe/payment-control.ts';
import type { StripeSettings } from './stripe/records.ts';
import {
	type Outgoing,
	setWebhookMode,
	thisMachine,
	type Webhook,
	type WebhookMode,
	webhooksSettled,
} from './webhooks.ts';

/** Serves a built browser file by its path (`/link/v2/stable/…`). Resolves to `null` if there is none. */
export type Assets = (path: string) => Promise<Response | null>;

export type SandboxOptions = {
	/** The same seed gives the same ids; without one, each sandbox and each reset has its own. */
	seed?: string;
	/** The time that the sandbox's own starts from, in milliseconds since 1970; by default the real one. */
	clock?: { now(): number };
	/** Serves Link's built script and frame; without it, Link's files are 404. */
	assets?: Assets;
	/** Where it is reached, for the addresses that it gives; `http://localhost:8788` by default. */
	origin?: string;
	/**
	 * Takes the webhooks that it sends, whatever their address. By default they go out by the global `fetch`,
	 * to addresses of this machine only.
	 */
	webhookFetch?: (url: string, init: RequestInit) => Promise<Response>;
	/** What is set at Stripe from the start and after each reset, e.g. where its webhooks go. */
	stripe?: Partial<StripeSettings>;
};

export type Sandbox = {
	/** As the global `fetch`, whatever the host: Plaid's paths at `/`, Stripe's under `/v1`. Not bound to `this`. */
	fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
	clock: SandboxClock;
	/** Everything is gone, the clock is back, and with the same seed the same ids come again. */
	reset(seed?: string): void;
	faults: { add(fault: Fault): void; list(): readonly Fault[]; clear(): void };
	/** What was asked of it, newest last, secrets masked. */
	requests(): readonly RequestLogEntry[];
	/** What a merchant would have set at Plaid and Stripe; `set` changes what it is given. */
	stripe: {
		get(): StripeSettings;
		set(settings: Partial<StripeSettings>): void;
		/** Moves a payment (`pi_…` or `py_…`) at once; ends when its webhooks have been tried. */
		settle(id: string, outcome: PaymentOutcome): Promise<void>;
	};
	/** Registered redirect URIs, rate limits; `set` changes what it is given. */
	plaid: { get(): PlaidSettings; set(settings: Partial<PlaidSettings>): void };
	webhooks: {
		/** What was sent or is to be, newest last. */
		list(): readonly Webhook[];
		/** How the next are sent; any mode but `hold` lets go of what was held. */
		mode(mode: WebhookMode): void;
		/** When each that was to leave now has been tried once. */
		settled(): Promise<void>;
	};
};

export function createSandbox(options: SandboxOptions = {}): Sandbox {
	const newSeed = () => options.seed ?? crypto.randomUUID();
	const outgoing: Outgoing = options.webhookFetch
		? { fetch: options.webhookFetch, anywhere: true }
		: thisMachine;
	const clock = createClock(
		options.clock ?? { now: () => Date.now() },
		() => state.tasks,
		() => webhooksSettled(state),
	);
	const empty = (seed: string) => createState(seed, clock, { outgoing, stripe: options.stripe ?? {} });
	const state = empty(newSeed());
	const assets = options.assets ?? (async () => null);
	const reset = (seed = newSeed()) => {
		clock.reset();
		Object.assign(state, empty(seed));
	};
	const controls = controlsApp({ state, reset });
	const page = pageApp(state);
	const link = linkServer(state);

	const handleLink: ApiHandler = async (_state, { method, url, headers, text, beforeWork }) => {
		await beforeWork();
		return link.fetch(new Request(url, { method, headers, ...(text === '' ? {} : { body: text }) }));
	};

	const answer = async (request: Request): Promise<Response> => {
		const { pathname: path } = new URL(request.url);
		if (isForPage(request, path)) return page.fetch(request);
		if (path.startsWith('/_sandbox/')) return controls.fetch(request);
		if (path.startsWith('/link/v2/stable/')) return servedAsset(assets, path);
		if (path === '/' && request.method === 'GET') return new Response(welcome);
		return dispatch(state, request, apiOf(path));
	};

	const apiOf = (path: string): { api: Api; handler: ApiHandler } => {
		if (path === '/v1' || path.startsWith('/v1/')) return { api: 'stripe', handler: answerStripe };
		if (path.startsWith('/link/') && !path.startsWith('/link/token/'))
			return { api: 'link', handler: handleLink };
		return { api: 'plaid', handler: handlePlaid };
	};

	return {
		// Async, so that a request that cannot be made is a rejection too, as with the global one.
		fetch: async (input, init) => {
			const request = new Request(input, init);
			return untilAborted(answer(request), request.signal);
		},
		clock,
		reset,
		faults: {
			add: (fault) => {
				state.faults.push(structuredClone(fault));
			},
			list: () => state.faults,
			clear: () => {
				state.faults = [];
			},
		},
		requests: () => state.requestLog,
		stripe: {
			get: () => state.stripe,
			set: (settings) => {
				Object.assign(state.stripe, settings);
			},
			settle: async (id, outcome) => {
				settlePayment(state, id, outcome);
				await webhooksSettled(state);
			},
		},
		plaid: {
			get: () => state.plaid,
			set: (settings) => {
				Object.assign(state.plaid, settings);
			},
		},
		webhooks: {
			list: () => state.webhooks.sent,
			mode: (mode) => setWebhookMode(state, mode),
			settled: () => webhooksSettled(state),
		},
	};
}

/** A browser at the root gets a page; anything else gets a few lines of text. */
const isForPage = ({ method, headers }: Request, path: string): boolean =>
	method === 'GET' &&
	(path.startsWith('/_sandbox/page/') ||
		(path === '/' && (headers.get('accept') ?? '').includes('text/html')));

/** Whoever gives up gets the reason at once; the work goes on without them, as it would at Plaid. */
function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
	return new Promise((resolve, reject) => {
		const giveUp = () => reject(signal.reason);
		if (signal.aborted) giveUp();
		signal.addEventListener('abort', giveUp, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
	});
}

/** Link's script and frame may be loaded by a page of any origin, as Plaid's may. */
async function servedAsset(assets: Assets, path: string): Promise<Response> {
	const found = await assets(path);
	if (!found) {
		return new Response(`There is no ${path} here: build Link's files with 'npm run build'.\n`, {
			status: 404,
		});
	}
	const response = new Response(found.body, found);
	response.headers.set('access-control-allow-origin', '*');
	response.headers.set('cross-origin-resource-policy', 'cross-origin');
	return response;
}

const welcome = `This is a sandbox that pretends Plaid and Stripe. Nothing here is real: no bank, no money.

Plaid's API     POST /link/token/create, /item/public_token/exchange, ...
Stripe's API    /v1/tokens, /v1/customers, ...
Link            /link/v2/stable/link-initialize.js
Its controls    /_sandbox/reset, clock, faults, requests, webhooks, plaid, stripe, payments, items
What it holds   this address, in a browser

How to use it: docs/sandbox.md.
`;
