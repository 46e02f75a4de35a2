import { askPlaid, askStripe, isLive } from '../ask.ts';
import { type Check, type Finding, notWell, type Settings, unknown, type World, well } from '../check.ts';

const name = 'plaid_stripe_integration';
const integrations = 'https://dashboard.plaid.com/developers/integrations';

/**
 * Whether Plaid makes Stripe tokens for this client and for the account of the Stripe key. It makes one from a login in
 * Plaid's Sandbox, which it removes afterwards: no shopper, no bank, no cost.
 * @see https://plaid.com/docs/auth/partnerships/stripe/
 */
export const plaidStripe: Check = async (settings, world) => {
	if (isLive(settings)) {
		const message = 'In production it takes a real login: the first one shows it.';
		return [
			unknown(
				name,
				message,
				`Check ${integrations}: Stripe must be enabled there. Run this with the Sandbox’s keys, too.`,
			),
		];
	}
	const made = await askPlaid(settings, world, '/sandbox/public_token/create', {
		institution_id: 'ins_109508',
		initial_products: ['auth'],
	});
	if (made.kind !== 'ok') return [untried(made)];
	const exchanged = await askPlaid(settings, world, '/item/public_token/exchange', {
		public_token: made.data.public_token,
	});
	if (exchanged.kind !== 'ok') return [untried(exchanged)];
	const item = { access_token: exchanged.data.access_token };
	try {
		return await tryToken(settings, world, item);
	} finally {
		await askPlaid(settings, world, '/item/remove', item);
	}
};

async function tryToken(settings: Settings, world: World, item: object): Promise<Finding[]> {
	const read = await askPlaid(settings, world, '/accounts/get', item);
	if (read.kind !== 'ok') return [untried(read)];
	const accounts = read.data.accounts as { account_id: string; subtype: string | null }[];
	const account = accounts.find(({ subtype }) => subtype === 'checking');
	if (!account) return [unknown(name, 'Plaid’s test login has no checking account.')];

	const path = '/processor/stripe/bank_account_token/create';
	const answer = await askPlaid(settings, world, path, { ...item, account_id: account.account_id });
	if (answer.kind === 'ok' && typeof answer.data.stripe_bank_account_token === 'string') {
		const token = answer.data.stripe_bank_account_token;
		return [well(name, 'Plaid made a Stripe bank account token.'), await sameAccount(settings, world, token)];
	}
	if (answer.kind === 'none') return [untried(answer)];
	if (answer.kind === 'ok' || answer.code === 'INVALID_PRODUCT') {
		return [
			notWell(
				name,
				'Plaid makes no Stripe token: your Plaid client and a Stripe account are not connected.',
				`Press “Connect with Stripe” at ${integrations}, signed in to the right Stripe account.`,
			),
		];
	}
	if (answer.code === 'INVALID_STRIPE_ACCOUNT') {
		return [
			notWell(
				name,
				`Stripe refused Plaid’s request: ${answer.message || 'no reason given'}`,
				'Switch ACH Direct Debit on at https://dashboard.stripe.com/settings/payment_methods, and connect the accounts again.',
			),
		];
	}
	return [untried(answer)];
}

/** This key finds no token of another account, mode or Stripe Sandbox. */
async function sameAccount(settings: Settings, world: World, token: string): Promise<Finding> {
	const same = 'same_stripe_account';
	if (!settings.variables.STRIPE_SECRET_KEY) {
		return unknown(same, 'Without STRIPE_SECRET_KEY, the token’s account is unknown.');
	}
	const answer = await askStripe(settings, world, `/v1/tokens/${token}`);
	if (answer.kind === 'ok')
		return well(same, 'STRIPE_SECRET_KEY is of the account that Plaid is connected to.');
	if (answer.kind === 'refused' && answer.status === 404) {
		return notWell(
			same,
			'Stripe does not find Plaid’s token with your key: it is of another Stripe account, another mode, or a Stripe Sandbox.',
			`Take the key of test mode from the account that is connected at ${integrations}. Plaid does not work with Stripe’s Sandboxes.`,
		);
	}
	return unknown(same, 'The Stripe key may not read tokens, or Stripe did not answer.');
}

function untried(answer: Awaited<ReturnType<typeof askPlaid>>): Finding {
	if (answer.kind === 'none') return unknown(name, `It could not be tried: ${answer.why}.`);
	const code = answer.kind === 'refused' ? ` (${answer.code || answer.status})` : '';
	return unknown(
		name,
		`It could not be tried: Plaid refused a step before it${code}.`,
		'Check the other findings first.',
	);
}

/**
 * Whether Stripe accepts Plaid's tokens for PaymentIntents. Only Stripe's support knows.
 * @see https://plaid.com/docs/auth/partnerships/stripe/
 */
export const enablement: Check = async () => [
	unknown(
		'plaid_with_payment_intents',
		'Stripe has to enable Plaid’s tokens for PaymentIntents by hand, and no API shows whether it has.',
		'If you have no answer to your mail to plaid-referral@stripe.com, write it: `npm run setup` shows the text.',
	),
];
