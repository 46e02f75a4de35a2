/**
 * Stripe's SDK, in the one place that starts it: it is evaluated when Stripe is first spoken of, not at start-up.
 * @see https://docs.stripe.com/api
 */
import type { Stripe } from 'stripe';
import type { Config } from '../config.ts';

export type StripeClient = Stripe;

/** One call, as the log tells it. */
export type StripeCall = {
	path: string;
	ms: number;
	request_id: string | null;
	/** Where Stripe refused. */
	status?: number;
	/** What else went wrong: `timeout`, `connection`. */
	trouble?: string;
};

export async function openStripe(
	config: NonNullable<Config['stripe']>,
	fetch: typeof globalThis.fetch,
): Promise<Stripe> {
	const { default: StripeSdk } = await import('stripe');
	const local = config.baseUrl ? new URL(config.baseUrl) : null;
	return new StripeSdk(config.key, {
		httpClient: StripeSdk.createFetchHttpClient(fetch),
		timeout: 20_000,
		maxNetworkRetries: 2,
		telemetry: false,
		...(local && {
			host: local.hostname,
			port: local.port || (local.protocol === 'https:' ? '443' : '80'),
			protocol: local.protocol === 'https:' ? ('https' as const) : ('http' as const),
		}),
	});
}

/** `fetch`, noting each call, its repeats included. */
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
