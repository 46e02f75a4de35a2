/** `npm run demo -- --keys`: what the Worker and the shop get of the merchant's own keys, instead of the sandbox's. */
import { readDevVars } from './settings/dev-vars.ts';

export type DemoKeys = {
	variables: Record<string, string>;
	apiKey: string;
	eventsSecret: string | null;
	/** A sandbox on this machine that the keys are of; null where it is Plaid itself. */
	sandboxUrl: string | null;
};

/** @throws where a key is missing, or one of production, with what to do. */
export function demoKeys(file: string, shopUrl: string): DemoKeys {
	const keys = readDevVars(file);
	const required = (name: string): string => {
		const value = keys[name]?.trim();
		if (value) return value;
		throw new Error(`${name} is not in ${file}. Run \`npm run setup\`: it asks for it, or makes it.`);
	};
	if (keys.PLAID_ENV === 'production') {
		throw new Error(
			`The keys in ${file} are of production, and the demo takes no real money. ` +
				'Give those of Plaid’s Sandbox and Stripe’s test mode: `npm run setup`.',
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
		// Several may be valid at once, the newest first.
		eventsSecret: eventsSecret?.split(',')[0]?.trim() ?? null,
		sandboxUrl: keys.PLAID_BASE_URL || null,
	};
}
