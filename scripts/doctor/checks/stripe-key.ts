import { restrictedKeyPage } from '../../setup/stripe.ts';
import { askStripe, isLive } from '../ask.ts';
import { type Check, type Finding, notWell, type Settings, unknown, type World, well } from '../check.ts';

const name = 'stripe_key';
const permissions = 'stripe_permissions';

/** Requests for objects that do not exist, so they change nothing: refused for a missing permission, or not found. */
const probes = [
	{ what: 'write customers', path: '/v1/customers/cus_doctor', method: 'POST' },
	{ what: 'write payments', path: '/v1/payment_intents/pi_doctor/cancel', method: 'POST' },
	{ what: 'write payment methods', path: '/v1/payment_methods/pm_doctor/detach', method: 'POST' },
	{ what: 'write charges and refunds', path: '/v1/charges/ch_doctor', method: 'POST' },
	{ what: 'read disputes', path: '/v1/disputes/dp_doctor', method: 'GET' },
	{ what: 'read mandates', path: '/v1/mandates/mandate_doctor', method: 'GET' },
	{ what: 'read events', path: '/v1/events/evt_doctor', method: 'GET' },
	{ what: 'read tokens', path: '/v1/tokens/btok_doctor', method: 'GET' },
] as const;

/** Whether Stripe accepts the key, and whether a restricted key may do what the Worker does. */
export const stripeKey: Check = async (settings, world) => {
	const key = settings.variables.STRIPE_SECRET_KEY?.trim();
	if (!key) {
		const message = 'None is set: bank account tokens work, payments do not.';
		return [unknown(name, message, 'If the Worker is to take payments, run `npm run setup`.')];
	}
	const answer = await askStripe(settings, world, '/v1/account');
	if (answer.kind === 'none')
		return [unknown(name, `${answer.why}.`, 'Check the network, and run it again.')];
	if (answer.kind === 'refused' && answer.status === 401) {
		return [
			notWell(
				name,
				'Stripe does not know the key.',
				`Take it again from https://dashboard.stripe.com/${isLive(settings) ? '' : 'test/'}apikeys.`,
			),
		];
	}
	// A restricted key that may not read the account is still a valid key.
	if (answer.kind === 'refused' && answer.status !== 403)
		return [unknown(name, `Stripe answered with ${answer.status}.`, 'See https://status.stripe.com.')];
	return [well(name, 'Stripe takes the key.'), ...(await mayDo(settings, world, key))];
};

async function mayDo(settings: Settings, world: World, key: string): Promise<Finding[]> {
	const cure = `Make a restricted key with just what is needed: ${restrictedKeyPage(isLive(settings))}`;
	if (key.startsWith('sk_')) {
		return [well(permissions, `It may do everything, which is more than is needed. Better: ${cure}`)];
	}
	const missing: string[] = [];
	for (const { what, path, method } of probes) {
		const answer = await askStripe(settings, world, path, method);
		if (answer.kind === 'none') return [unknown(permissions, `${answer.why}.`)];
		if (answer.kind !== 'refused' || answer.status !== 403) continue;
		const [permission] = /rak_[a-z_]+/.exec(answer.message) ?? [];
		missing.push(permission ? `${what} (${permission})` : what);
	}
	if (missing.length === 0) return [well(permissions, 'The restricted key may do what the Worker does.')];
	return [notWell(permissions, `The restricted key may not ${missing.join(', ')}.`, cure)];
}
