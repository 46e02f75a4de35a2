/** The forms of what is asked for. Each returns what is wrong and what to do, or nothing; never the value. */
export type Environment = 'sandbox' | 'production';
type Form = (value: string) => string | undefined;

export const clientId: Form = (value) =>
	/^[0-9a-f]{24}$/.test(value) ? undefined : 'A client id has 24 digits and letters a to f. Copy it whole.';

export const plaidSecret: Form = (value) => {
	if (/^[0-9a-f]{30}$/.test(value)) return;
	if (/^[0-9a-f]{24}$/.test(value)) return 'That is the client id; the secret stands below it.';
	return 'A secret has 30 digits and letters a to f. Copy it whole.';
};

/** Plaid’s Sandbox goes with Stripe’s test mode, production with live mode. */
export const stripeKey =
	(environment: Environment): Form =>
	(value) => {
		if (/^pk_/.test(value)) return 'That is a publishable key; the Worker needs a secret or restricted one.';
		if (/^whsec_/.test(value)) return 'That is a webhook’s signing secret; it is asked for later.';
		const [, mode] = /^[sr]k_(test|live)_\w+$/.exec(value) ?? [];
		if (!mode) return 'A key begins with rk_test_, sk_test_, rk_live_ or sk_live_. Copy it whole.';
		const wanted = environment === 'production' ? 'live' : 'test';
		if (mode !== wanted)
			return `That is a key of ${mode} mode; Plaid’s ${environment} goes with ${wanted} mode.`;
		return;
	};

export const webhookSecret: Form = (value) =>
	/^whsec_\w+$/.test(value) ? undefined : 'A signing secret begins with whsec_. Copy it whole.';
