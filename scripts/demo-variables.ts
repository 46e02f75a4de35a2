/** The Worker's variables and secrets for the demo: new keys for the sandbox, or the merchant's own. */
import { randomBytes } from 'node:crypto';
import { readDevVars } from './settings/dev-vars.ts';

export type DemoVariables = {
	variables: Record<string, string>;
	/** The key with which the merchant's server calls the Worker. */
	apiKey: string;
	/** Where the sandbox sends Stripe's events, and the secret it signs them with. */
	stripeWebhook: { url: string; secret: string };
	/** What the Worker signs its own events with. */
	eventsSecret: string;
};

/** Everything a Worker needs to work with the sandbox. The keys are new on each call. */
export function demoVariables(options: {
	sandboxUrl: string;
	/** The Worker's address: Plaid sends its webhooks there. */
	workerUrl: string;
	origins: string[];
	/** Where the merchant's server receives events. */
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

export type OwnVariables = {
	variables: Record<string, string>;
	apiKey: string;
	eventsSecret: string | null;
	/** The sandbox that the keys belong to, or null for Plaid itself. */
	sandboxUrl: string | null;
};

/**
 * `npm run demo -- --keys`: the merchant's own keys, from `file`.
 *
 * @throws if a key is missing or belongs to production, with what to do.
 */
export function ownVariables(file: string, shopUrl: string): OwnVariables {
	const keys = readDevVars(file);
	const required = (name: string): string => {
		const value = keys[name]?.trim();
		if (value) return value;
		throw new Error(`${name} is not in ${file}. Run \`npm run setup\`: it asks for it, or makes it.`);
	};
	if (keys.PLAID_ENV === 'production') {
		throw new Error(
			`The keys in ${file} are for production, and the demo takes no real money. ` +
				'Use those of Plaid’s Sandbox and Stripe’s test mode: `npm run setup`.',
		);
	}
	required('PLAID_CLIENT_ID');
	required('PLAID_SECRET');
	required('ENCRYPTION_KEYS');
	required('STRIPE_SECRET_KEY');
	const [apiKey = ''] = required('API_KEYS').split(',');
	const eventsSecret = keys.EVENTS_SECRET || null;
	return {
		variables: {
			...keys,
			PLAID_ENV: 'sandbox',
			ALLOWED_ORIGINS: shopUrl,
			...(eventsSecret ? { EVENTS_URL: `${shopUrl}/bank-events` } : {}),
		},
		apiKey: apiKey.trim(),
		// Several may be valid at the same time; the first is the newest.
		eventsSecret: eventsSecret?.split(',')[0]?.trim() ?? null,
		sandboxUrl: keys.PLAID_BASE_URL || null,
	};
}
