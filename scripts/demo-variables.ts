/** What a Worker needs to work against the sandbox: keys that are made anew each time and known to nobody else. */
import { randomBytes } from 'node:crypto';

export type DemoVariables = {
	variables: Record<string, string>;
	/** The merchant server's key for the Worker. */
	apiKey: string;
	/** Where the sandbox has to send Stripe's events, and what it signs them with. */
	stripeWebhook: { url: string; secret: string };
	/** What the Worker signs its events with, for the merchant's server. */
	eventsSecret: string;
};

export function demoVariables(options: {
	sandboxUrl: string;
	/** Where the Worker will be: Plaid sends its webhooks there. */
	workerUrl: string;
	origins: string[];
	/** Where the merchant's server takes events. */
	eventsUrl: string;
}): DemoVariables {
	const apiKey = `psc_${randomBytes(24).toString('base64url')}`;
	const stripeKey = `sk_test_${randomBytes(18).toString('hex')}`;
	const stripeWebhook = {
		url: `${options.workerUrl}/webhooks/stripe`,
		secret: `whsec_${randomBytes(24).toString('hex')}`,
	};
	const eventsSecret = `whsec_${randomBytes(32).toString('base64')}`;
	return {
		apiKey,
		stripeWebhook,
		eventsSecret,
		variables: {
			PLAID_ENV: 'sandbox',
			PLAID_BASE_URL: options.sandboxUrl,
			STRIPE_BASE_URL: options.sandboxUrl,
			PLAID_CLIENT_ID: randomBytes(12).toString('hex'),
			PLAID_SECRET: randomBytes(15).toString('hex'),
			STRIPE_SECRET_KEY: stripeKey,
			STRIPE_WEBHOOK_SECRET: stripeWebhook.secret,
			PUBLIC_URL: options.workerUrl,
			EVENTS_URL: options.eventsUrl,
			EVENTS_SECRET: eventsSecret,
			ALLOWED_ORIGINS: options.origins.join(','),
			CLIENT_NAME: 'Example Shop',
			API_KEYS: apiKey,
			ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
		},
	};
}
