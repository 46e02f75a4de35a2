/**
 * The configuration: variables and secrets of the Worker, checked once per isolate.
 *
 * All mistakes are reported together, by name, with where to get what is missing. Messages never repeat a value: a secret
 * that was pasted under the wrong name would end up in a log.
 */
import {
	isHttps,
	isLoopback,
	isRedirectUri,
	list,
	readEncryptionKeys,
	readEvents,
	readOrigins,
} from './config-values.ts';
import type { EventMessage } from './events/enqueue.ts';
import type { SealingKeys } from './store/seal.ts';

export type Bindings = {
	DB: D1Database;
	/** The queue of events; needed with EVENTS_URL. */
	EVENTS?: Queue<EventMessage>;
	LIMIT_BY_ADDRESS?: RateLimit;
	LIMIT_BY_SESSION?: RateLimit;
	PLAID_ENV?: string;
	ALLOWED_ORIGINS?: string;
	CLIENT_NAME?: string;
	COUNTRY_CODES?: string;
	PRODUCTS?: string;
	OPTIONAL_PRODUCTS?: string;
	LINK_CUSTOMIZATION_NAME?: string;
	REDIRECT_URI?: string;
	PLAID_BASE_URL?: string;
	STRIPE_BASE_URL?: string;
	PLAID_CLIENT_ID?: string;
	PLAID_SECRET?: string;
	STRIPE_SECRET_KEY?: string;
	STRIPE_WEBHOOK_SECRET?: string;
	PAYMENT_ROUTE?: string;
	PUBLIC_URL?: string;
	EVENTS_URL?: string;
	EVENTS_SECRET?: string;
	API_KEYS?: string;
	ENCRYPTION_KEYS?: string;
};

export type Config = {
	livemode: boolean;
	clientName: string;
	countryCodes: string[];
	products: string[];
	optionalProducts: string[];
	linkCustomizationName: string | undefined;
	redirectUri: string | undefined;
	/** The address of this Worker, for Plaid's webhooks. */
	publicUrl: string | undefined;
	plaid: { baseUrl: string; clientId: string; secret: string };
	stripe: { key: string; webhookSecret: string | undefined; baseUrl: string | undefined } | null;
	/** How Stripe gets the account. */
	paymentRoute: 'bank_account_token' | 'external_token';
	/** Where the merchant wants events; null: they are only listed. */
	events: { url: string; secrets: string[] } | null;
	apiKeys: string[];
	encryptionKeys: SealingKeys;
};

export type CheckedConfig = {
	/** Null where something is wrong. */
	config: Config | null;
	/** What is wrong and what to do, a sentence each. */
	problems: string[];
	/** Read even where the rest is wrong, so that a page can read the error. */
	allowedOrigins: ReadonlySet<string>;
	/** The valid ones, read even where the rest is wrong, so that the merchant can read `/health`. */
	apiKeys: readonly string[];
};

const checked = new WeakMap<Bindings, CheckedConfig>();

/** The configuration of these bindings, checked the first time. */
export function configOf(env: Bindings): CheckedConfig {
	let result = checked.get(env);
	if (!result) {
		result = checkConfig(env);
		checked.set(env, result);
		if (result.problems.length > 0) {
			console.error(
				JSON.stringify({ level: 'error', event: 'configuration_invalid', problems: result.problems }),
			);
		}
	}
	return result;
}

export function checkConfig(env: Bindings): CheckedConfig {
	const problems: string[] = [];
	const wrong = (problem: string) => void problems.push(problem);
	const required = (name: keyof Bindings, where: string): string => {
		const value = env[name];
		if (typeof value === 'string' && value.trim() !== '') return value.trim();
		wrong(`${name} is missing. ${where}`);
		return '';
	};

	if (!env.DB)
		wrong('DB is missing: bind a D1 database under that name in wrangler.toml ([[d1_databases]]).');
	const plaidEnv = required('PLAID_ENV', 'Set it to `sandbox` or `production` in wrangler.toml.');
	if (plaidEnv && plaidEnv !== 'sandbox' && plaidEnv !== 'production') {
		wrong('PLAID_ENV must be `sandbox` or `production`; Plaid has no other environments.');
	}
	const livemode = plaidEnv === 'production';

	const allowedOrigins = readOrigins(
		required('ALLOWED_ORIGINS', 'List the sites that carry the element, such as `https://shop.example`.'),
		wrong,
	);
	const clientName = required('CLIENT_NAME', 'Give the name that Link shows to the shopper.');
	if (clientName.length > 30)
		wrong('CLIENT_NAME is longer than 30 characters: Link would show another name.');

	const countryCodes = list(env.COUNTRY_CODES ?? 'US');
	if (countryCodes.length === 0 || !countryCodes.every((code) => /^[A-Z]{2}$/.test(code))) {
		wrong('COUNTRY_CODES must be country codes in capitals, separated by commas, such as `US`.');
	}
	const products = list(env.PRODUCTS ?? 'auth');
	if (!products.includes('auth'))
		wrong('PRODUCTS must contain `auth`: without it Plaid makes no Stripe token.');
	const optionalProducts = list(env.OPTIONAL_PRODUCTS ?? '');
	const twice = optionalProducts.find((product) => products.includes(product));
	if (twice) wrong('OPTIONAL_PRODUCTS repeats a product of PRODUCTS; Plaid refuses that.');
	if (env.REDIRECT_URI && !isRedirectUri(env.REDIRECT_URI, livemode)) {
		wrong(
			'REDIRECT_URI must be an https URL without query or fragment, as listed at https://dashboard.plaid.com/developers/api.',
		);
	}

	const keysPage = 'https://dashboard.plaid.com/developers/keys';
	const clientId = required(
		'PLAID_CLIENT_ID',
		`Take it from ${keysPage} and run \`npx wrangler secret put PLAID_CLIENT_ID\`.`,
	);
	const secret = required(
		'PLAID_SECRET',
		`Take this environment’s from ${keysPage} and run \`npx wrangler secret put PLAID_SECRET\`.`,
	);
	const stripeKey = env.STRIPE_SECRET_KEY?.trim();
	if (stripeKey) {
		const mode = /^(?:sk|rk)_(test|live)_/.exec(stripeKey)?.[1];
		if (!mode)
			wrong(
				'STRIPE_SECRET_KEY must begin with sk_test_, rk_test_, sk_live_ or rk_live_. Take it from https://dashboard.stripe.com/apikeys.',
			);
		else if ((mode === 'live') !== livemode) {
			wrong(
				'STRIPE_SECRET_KEY and PLAID_ENV are of different modes: `sandbox` goes with a test key, `production` with a live key.',
			);
		}
	}

	const webhookSecret = env.STRIPE_WEBHOOK_SECRET?.trim() || undefined;
	if (webhookSecret && !webhookSecret.startsWith('whsec_'))
		wrong(
			'STRIPE_WEBHOOK_SECRET must begin with whsec_. Take it from https://dashboard.stripe.com/webhooks.',
		);
	const paymentRoute = env.PAYMENT_ROUTE || 'bank_account_token';
	if (paymentRoute !== 'bank_account_token' && paymentRoute !== 'external_token')
		wrong('PAYMENT_ROUTE must be `bank_account_token` or `external_token`. Leave it out for the first.');
	const publicUrl = env.PUBLIC_URL?.trim().replace(/\/+$/, '') || undefined;
	if (publicUrl && !isHttps(publicUrl) && !isLoopback(publicUrl))
		wrong('PUBLIC_URL must be the https address at which this Worker is reached, without a query.');
	const events = readEvents(
		{ url: env.EVENTS_URL?.trim(), secret: env.EVENTS_SECRET, hasQueue: env.EVENTS !== undefined },
		wrong,
	);

	const apiKeys = list(
		required(
			'API_KEYS',
			'Make one with `openssl rand -hex 32`; your server sends it as `Authorization: Bearer …`.',
		),
	);
	const validKeys = apiKeys.filter((key) => key.length >= 20);
	if (validKeys.length < apiKeys.length)
		wrong('API_KEYS has a key of fewer than 20 characters. Make one with `openssl rand -hex 32`.');
	const encryptionKeys = readEncryptionKeys(
		required('ENCRYPTION_KEYS', 'Make one: `echo "k1:$(openssl rand -base64 32)"`.'),
		wrong,
	);

	for (const name of ['PLAID_BASE_URL', 'STRIPE_BASE_URL'] as const) {
		const url = env[name];
		if (!url) continue;
		if (!isLoopback(url))
			wrong(
				`${name} may only point to this machine (http://localhost:…); leave it out to reach the real API.`,
			);
		else if (livemode)
			wrong(`${name} is for the local sandbox and cannot go with PLAID_ENV=production. Leave it out.`);
	}

	const config: Config = {
		livemode,
		clientName,
		countryCodes,
		products,
		optionalProducts,
		linkCustomizationName: env.LINK_CUSTOMIZATION_NAME || undefined,
		redirectUri: env.REDIRECT_URI || undefined,
		plaid: {
			baseUrl: (env.PLAID_BASE_URL || `https://${livemode ? 'production' : 'sandbox'}.plaid.com`).replace(
				/\/+$/,
				'',
			),
			clientId,
			secret,
		},
		publicUrl,
		stripe: stripeKey ? { key: stripeKey, webhookSecret, baseUrl: env.STRIPE_BASE_URL || undefined } : null,
		paymentRoute: paymentRoute === 'external_token' ? paymentRoute : 'bank_account_token',
		events,
		apiKeys,
		encryptionKeys,
	};
	return { config: problems.length === 0 ? config : null, problems, allowedOrigins, apiKeys: validKeys };
}
