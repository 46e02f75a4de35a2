/** The sandbox as a whole: Plaid at `/`, Stripe under `/v1`, Link's script and dialog, the controls, the page. */
import { createClock, type SandboxClock } from './clock.ts';
import { controlsApp } from './controls.ts';
import { dispatch } from './dispatch.ts';
import type { Fault } from './faults.ts';
import type { ApiHandler } from './handler.ts';
import { type Host, systemHost } from './host.ts';
import { linkServer } from './link-server/app.ts';
import { pageApp } from './page/app.ts';
import { handlePlaid } from './plaid/api.ts';
import type { PlaidSettings } from './plaid/records.ts';
import type { Api, RequestLogEntry } from './request-log.ts';
import { createState } from './state.ts';
import { handleStripe } from './stripe/api.ts';
import { type PaymentOutcome, settlePayment } from './stripe/payments/payment-control.ts';
import type { StripeSettings } from './stripe/settings.ts';
import {
	loopbackFetch,
	type Outgoing,
	setWebhookMode,
	type Webhook,
	type WebhookMode,
	webhooksSettled,
} from './webhooks.ts';

/** Serves a built browser file by its path (`/link/v2/stable/…`). Resolves to `null` if there is none. */
export type Assets = (path: string) => Promise<Response | null>;

export type SandboxOptions = {
	/** The same seed produces the same ids. By default, each sandbox and each reset has its own. */
	seed?: string;
	/** The clock that the sandbox's time is based on, in milliseconds since 1970. By default, real time. */
	clock?: { now(): number };
	/** Serves Link's script and dialog. Without it, their paths are 404. */
	assets?: Assets;
	/** The address at which the sandbox can be reached. It is not used at present. */
	origin?: string;
	/**
	 * Sends all webhooks. By default, the global `fetch` sends them, to addresses of this machine only.
	 */
	webhookFetch?: (url: string, init: RequestInit) => Promise<Response>;
	/** Stripe settings at the start and after each reset, e.g. where its webhooks go. */
	stripe?: Partial<StripeSettings>;
	/** Replaces real time, timers and the source of seeds, for a simulation that controls them. */
	host?: Host;
};

export type Sandbox = {
	/** Like the global `fetch`, for any host: Plaid's paths at `/`, Stripe's under `/v1`. Not bound to `this`. */
	fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
	clock: SandboxClock;
	/** Deletes everything and resets the clock. With the same seed, the same ids follow. */
	reset(seed?: string): void;
	faults: { add(fault: Fault): void; list(): readonly Fault[]; clear(): void };
	/** All calls, oldest first, secrets masked. */
	requests(): readonly RequestLogEntry[];
	/** What a merchant would set in Stripe's dashboard. `set` changes only the settings that it receives. */
	stripe: {
		get(): StripeSettings;
		set(settings: Partial<StripeSettings>): void;
		/** Gives a payment (`pi_…` or `py_…`) this outcome now. Resolves when its webhooks have been tried once. */
		settle(id: string, outcome: PaymentOutcome): Promise<void>;
	};
	/** Registered redirect URIs and rate limits. `set` changes only the settings that it receives. */
	plaid: { get(): PlaidSettings; set(settings: Partial<PlaidSettings>): void };
	webhooks: {
		/** All webhooks, oldest first, sent or not. */
		list(): readonly Webhook[];
		/** Sets how the next webhooks are sent. Every mode except `hold` sends what was held. */
		mode(mode: WebhookMode): void;
		/** Resolves when every webhook that is due has been tried once. */
		settled(): Promise<void>;
	};
};

export function createSandbox(options: SandboxOptions = {}): Sandbox {
	const { assets = async () => null, host = systemHost, stripe = {} } = options;
	const newSeed = () => options.seed ?? host.newSeed();
	const outgoing: Outgoing = options.webhookFetch
		? { fetch: options.webhookFetch, loopbackOnly: false }
		: loopbackFetch;
	const clock = createClock(
		options.clock ?? host,
		() => state.tasks,
		() => webhooksSettled(state),
	);
	const emptyState = (seed: string) => createState(seed, clock, { host, outgoing, stripe });
	const state = emptyState(newSeed());
	const reset = (seed = newSeed()) => {
		clock.reset();
		Object.assign(state, emptyState(seed));
	};

	const controls = controlsApp({ state, reset });
	const page = pageApp(state);
	const link = linkServer(state);
	const handleLink: ApiHandler = async (_state, { method, url, headers, text, beforeWork }) => {
		await beforeWork();
		return link.fetch(new Request(url, { method, headers, ...(text === '' ? {} : { body: text }) }));
	};
	const apiOf = (path: string): { api: Api; handler: ApiHandler } => {
		if (path === '/v1' || path.startsWith('/v1/')) return { api: 'stripe', handler: handleStripe };
		if (path.startsWith('/link/') && !path.startsWith('/link/token/')) {
			return { api: 'link', handler: handleLink };
		}
		return { api: 'plaid', handler: handlePlaid };
	};

	const respond = async (request: Request): Promise<Response> => {
		const { pathname: path } = new URL(request.url);
		if (wantsPage(request, path)) return page.fetch(request);
		if (path.startsWith('/_sandbox/')) return controls.fetch(request);
		if (path.startsWith('/link/v2/stable/')) return serveAsset(assets, path);
		if (path === '/' && request.method === 'GET') return new Response(welcome);
		return dispatch(state, request, apiOf(path));
	};

	return {
		// Async, so that an invalid request is a rejection, as with the global `fetch`.
		fetch: async (input, init) => {
			const request = new Request(input, init);
			return untilAborted(respond(request), request.signal);
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

/** A browser gets a page at the root; every other client gets a few lines of text. */
const wantsPage = ({ method, headers }: Request, path: string): boolean =>
	method === 'GET' &&
	(path.startsWith('/_sandbox/page/') ||
		(path === '/' && (headers.get('accept') ?? '').includes('text/html')));

/** Rejects as soon as the caller aborts. The work itself continues, as it would at the real API. */
function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
	return new Promise((resolve, reject) => {
		const onAbort = () => reject(signal.reason);
		if (signal.aborted) onAbort();
		signal.addEventListener('abort', onAbort, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
	});
}

/** A page of any origin may load Link's script and dialog, as it may from Plaid. */
async function serveAsset(assets: Assets, path: string): Promise<Response> {
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

const welcome = `This sandbox simulates Plaid and Stripe. Nothing here is real: no bank, no money.

Plaid's API     POST /link/token/create, /item/public_token/exchange, ...
Stripe's API    /v1/tokens, /v1/customers, ...
Link            /link/v2/stable/link-initialize.js
Controls        /_sandbox/reset, clock, faults, requests, webhooks, plaid, stripe, payments, items
Its page        this address, in a browser

How to use it: docs/sandbox.md.
`;
