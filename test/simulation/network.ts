/** Between the Worker and everything it calls: latency, loss, late effects, stored errors, unknown values. */
import type { Sandbox } from '../../sandbox/index.ts';
import type { UpstreamFate } from './faults.ts';
import { currentInvocation, gate, type Invocation } from './invocation.ts';
import type { Kernel } from './virtual-time.ts';

/** Cloudflare lets one invocation wait for six connections at a time. */
const connectionLimit = 6;

export type NetworkOptions = {
	kernel: Kernel;
	sandbox: Sandbox;
	/** Answers what is sent to the merchant's server. */
	merchant: (request: Request) => Promise<Response>;
	merchantOrigin: string;
	fate: (call: { api: 'plaid' | 'stripe'; method: string; path: string }) => UpstreamFate;
	dies: (invocation: Invocation) => boolean;
	trace: (text: string) => void;
};

export function createNetwork({
	kernel,
	sandbox,
	merchant,
	merchantOrigin,
	fate,
	dies,
	trace,
}: NetworkOptions) {
	const { random } = kernel;
	/** Stripe answers a key that it has answered with a 500 by that 500, for a day. */
	const storedErrors = new Map<string, number>();
	const dayMs = 24 * 60 * 60 * 1000;

	async function call(request: Request, body: string): Promise<Response> {
		const { url, method, headers } = request;
		const { origin, pathname, search } = new URL(url);
		const latency = () => kernel.sleep(random.integer(20, 300));
		if (origin === merchantOrigin) {
			await latency();
			return merchant(new Request(url, { method, headers, body }));
		}
		const api = pathname.startsWith('/v1/') ? 'stripe' : 'plaid';
		const key = api === 'stripe' ? headers.get('Idempotency-Key') : null;
		const work = () =>
			sandbox.fetch(`${origin}${pathname}${search}`, { method, headers, ...(body && { body }) });

		if (key !== null && (storedErrors.get(key) ?? 0) > kernel.now - dayMs) {
			await latency();
			return stripeError(500, { 'Idempotent-Replayed': 'true' });
		}
		const chosen = fate({ api, method, path: pathname });
		if (chosen !== 'answered') trace(`${method} ${pathname}: ${chosen}`);
		switch (chosen) {
			case 'answered': {
				await latency();
				const response = await work();
				await latency();
				return response;
			}
			case 'slow': {
				await kernel.sleep(random.integer(100, 30_000));
				const response = await work();
				await kernel.sleep(random.integer(100, 30_000));
				return response;
			}
			case 'lost before':
				await latency();
				throw new TypeError('fetch failed');
			case 'lost after':
				await latency();
				await work();
				await latency();
				throw new TypeError('fetch failed');
			case 'late':
				kernel.setTimeout(() => void work().catch(() => undefined), random.integer(1_000, 5 * 60_000));
				return new Promise(() => {});
			case 'error 500 before':
			case 'error 500 after':
				await latency();
				if (chosen === 'error 500 after') await work();
				if (key !== null) storedErrors.set(key, kernel.now);
				return api === 'stripe' ? stripeError(500) : plaidError();
			case 'rate limited':
				await latency();
				return api === 'stripe' ? stripeError(429) : plaidError('RATE_LIMIT_EXCEEDED', 'RATE_LIMIT', 429);
			case 'unknown value': {
				await latency();
				return withUnknownValue(await work());
			}
		}
	}

	return async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
		const invocation = currentInvocation.getStore();
		await gate(invocation);
		const request = new Request(input, init);
		const signal = init?.signal ?? request.signal;
		const body = request.method === 'GET' || request.method === 'DELETE' ? '' : await request.text();
		if (invocation) {
			if (dies(invocation)) await gate(invocation);
			if (invocation.connections >= connectionLimit)
				await new Promise<void>((resolve) => invocation.waiting.push(resolve));
			invocation.connections++;
		}
		try {
			const response = await untilAborted(call(request, body), signal);
			if (invocation && dies(invocation)) await gate(invocation);
			return response;
		} finally {
			if (invocation) {
				invocation.connections--;
				invocation.waiting.shift()?.();
			}
			await gate(invocation);
		}
	};
}

/** The caller stops waiting; the work goes on, as at a real server. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) return abort();
		signal.addEventListener('abort', abort, { once: true });
		work.then(resolve, reject);
	});
}

const stripeError = (status: number, headers: Record<string, string> = {}): Response =>
	Response.json(
		{ error: { type: 'api_error', message: 'An unknown error occurred.' } },
		{ status, headers: { 'Request-Id': 'req_simulated', ...headers } },
	);

const plaidError = (code = 'INTERNAL_SERVER_ERROR', type = 'API_ERROR', status = 500): Response =>
	Response.json(
		{
			error_type: type,
			error_code: code,
			error_message: 'simulated',
			display_message: null,
			request_id: 'sim',
		},
		{ status },
	);

/** Gives a PaymentIntent, wherever it stands in the answer, a status that nobody knows. */
async function withUnknownValue(response: Response): Promise<Response> {
	const text = await response.text();
	const changed = text.replace(/("object": ?"payment_intent".*?"status": ?")\w+"/s, '$1something_new"');
	return new Response(changed, { status: response.status, headers: response.headers });
}
