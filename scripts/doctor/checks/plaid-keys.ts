import { askPlaid, isLive, plaidHost } from '../ask.ts';
import { type Check, notWell, unknown, well } from '../check.ts';

const name = 'plaid_keys';
const page = 'https://dashboard.plaid.com/developers/keys';
const anyInstitution = { count: 1, offset: 0, country_codes: ['US'] };

/** Plaid's client id and secret, and whether they are those of the configured environment. */
export const plaidKeys: Check = async (settings, world) => {
	const { PLAID_CLIENT_ID, PLAID_SECRET, PLAID_BASE_URL } = settings.variables;
	if (!PLAID_CLIENT_ID || !PLAID_SECRET) {
		return [
			notWell(
				name,
				'Plaid’s client id or secret is missing.',
				`Take both from ${page}, and run \`npm run setup\`.`,
			),
		];
	}
	const [here, there] = isLive(settings) ? ['production', 'sandbox'] : ['sandbox', 'production'];
	const answer = await askPlaid(settings, world, '/institutions/get', anyInstitution);
	if (answer.kind === 'ok') return [well(name, `Plaid takes the keys, in its ${here} environment.`)];
	if (answer.kind === 'none')
		return [unknown(name, `${answer.why}.`, 'Check the network, and run it again.')];
	if (answer.code === 'INVALID_API_KEYS') {
		// Each environment has a secret of its own, and they look alike.
		const other = PLAID_BASE_URL
			? null
			: await askPlaid(settings, world, '/institutions/get', anyInstitution, plaidHost(there));
		if (other?.kind === 'ok') {
			return [
				notWell(
					name,
					`PLAID_SECRET is that of ${there}, and PLAID_ENV says ${here}.`,
					`Take the secret of ${here} from ${page}, or change PLAID_ENV.`,
				),
			];
		}
		return [notWell(name, 'Plaid knows no such client id and secret.', `Take both again from ${page}.`)];
	}
	if (answer.code === 'UNAUTHORIZED_ENVIRONMENT') {
		return [
			notWell(
				name,
				`Your Plaid client may not use ${here} yet.`,
				'Ask for access at https://dashboard.plaid.com/overview/production.',
			),
		];
	}
	return [
		unknown(
			name,
			`Plaid refused with ${answer.code || answer.status}.`,
			'See https://status.plaid.com, and run it again.',
		),
	];
};
