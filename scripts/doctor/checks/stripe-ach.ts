import { askStripe } from '../ask.ts';
import { type Check, notWell, unknown, well } from '../check.ts';

const name = 'stripe_ach';
const page = 'https://dashboard.stripe.com/settings/payment_methods';

type Configuration = { active?: boolean; us_bank_account?: { available?: boolean } };

/**
 * Whether ACH Direct Debit is on, as in the dashboard; if that cannot be read, by the account's capability.
 * @see https://docs.stripe.com/api/payment_method_configurations
 */
export const stripeAch: Check = async (settings, world) => {
	if (!settings.variables.STRIPE_SECRET_KEY) {
		return [unknown(name, 'Without STRIPE_SECRET_KEY it cannot be checked.', `Check ${page}.`)];
	}
	const listed = await askStripe(settings, world, '/v1/payment_method_configurations?limit=100');
	if (listed.kind === 'ok') {
		const all = (listed.data.data as Configuration[]).filter(({ active }) => active !== false);
		if (all.some(({ us_bank_account }) => us_bank_account?.available))
			return [well(name, 'ACH Direct Debit is on.')];
		return [off];
	}
	const account = await askStripe(settings, world, '/v1/account');
	if (account.kind === 'ok') {
		const capabilities = account.data.capabilities as Record<string, string> | undefined;
		const status = capabilities?.us_bank_account_ach_payments;
		if (status === 'active') return [well(name, 'ACH Direct Debit is active.')];
		if (status !== undefined) return [off];
	}
	return [unknown(name, 'The Stripe key may not read it, or Stripe did not answer.', `Check ${page}.`)];
};

const off = notWell(name, 'ACH Direct Debit is off at Stripe.', `Switch it on at ${page}.`);
