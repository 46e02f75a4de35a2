/**
 * Stripe's SDK, in the one place that starts it: it is evaluated when Stripe is first spoken of, not at start-up.
 * @see https://docs.stripe.com/webhooks
 */
import type { Stripe } from 'stripe';
import type { Config } from '../config.ts';

export type StripeClient = Stripe;

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
