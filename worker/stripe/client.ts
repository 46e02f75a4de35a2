/**
 * Stripe's SDK. This is the only file that imports it at run time, and it does so at the first call: evaluating the
 * package at start-up would slow down every cold start, payments or not.
 * @see https://docs.stripe.com/api
 */
import type { Stripe } from 'stripe';
import type { Config } from '../config.ts';

export type StripeClient = Stripe;

/** One HTTP request to Stripe, as the log line shows it. */
export type StripeCall = {
	path: string;
	ms: number;
	request_id: string | null;
	/** Only where Stripe refused. */
	status?: number;
	/** Only where no answer came: `timeout` or `connection`. */
	trouble?: string;
};

/**
 * A call takes up to three attempts (the SDK repeats what is safe to repeat, under one idempotency key) of 20 seconds
 * each, with pauses in between.
 */
export async function openStripe(
	config: NonNullable<Config['stripe']>,
	fetch: typeof globalThis.fetch,
): Promise<StripeClient> {
	const { default: StripeSdk } = await import('stripe');
	const baseUrl = config.baseUrl ? new URL(config.baseUrl) : null;
	return new StripeSdk(config.key, {
		httpClient: StripeSdk.createFetchHttpClient(fetch),
		timeout: 20_000,
		maxNetworkRetries: 2,
		telemetry: false,
		...(baseUrl && {
			host: baseUrl.hostname,
			port: baseUrl.port || (baseUrl.protocol === 'https:' ? '443' : '80'),
			protocol: baseUrl.protocol === 'https:' ? ('https' as const) : ('http' as const),
		}),
	});
}

/** A `fetch` that adds each request to `calls`, the SDK's repeats included. */
export const notingCalls =
	(
		fetch: typeof globalThis.fetch,
		{ now, calls }: { now: () => number; calls: StripeCall[] },
	): typeof globalThis.fetch =>
	async (input, init) => {
		const started = now();
		const url = input instanceof Request ? input.url : String(input);
		const call: StripeCall = { path: new URL(url).pathname, ms: 0, request_id: null };
		calls.push(call);
		try {
			const response = await fetch(input, init);
			call.request_id = response.headers.get('request-id');
			if (!response.ok) call.status = response.status;
			return response;
		} catch (error) {
			call.trouble = init?.signal?.aborted ? 'timeout' : 'connection';
			throw error;
		} finally {
			call.ms = now() - started;
		}
	};
