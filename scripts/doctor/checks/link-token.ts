import { askPlaid } from '../ask.ts';
import { type Check, notWell, unknown, well } from '../check.ts';

const api = 'https://dashboard.plaid.com/developers/api';

/** Products, countries and the redirect URI, checked with a link token like the Worker's. It costs nothing. */
export const linkToken: Check = async (settings, world) => {
	const { variables } = settings;
	const body = {
		client_name: (variables.CLIENT_NAME || 'Doctor').slice(0, 30),
		language: 'en',
		country_codes: list(variables.COUNTRY_CODES || 'US'),
		user: { client_user_id: 'doctor' },
		products: list(variables.PRODUCTS || 'auth'),
		...(variables.OPTIONAL_PRODUCTS ? { optional_products: list(variables.OPTIONAL_PRODUCTS) } : {}),
		...(variables.LINK_CUSTOMIZATION_NAME
			? { link_customization_name: variables.LINK_CUSTOMIZATION_NAME }
			: {}),
	};
	const plain = await askPlaid(settings, world, '/link/token/create', body);
	if (plain.kind === 'none') return [unknown('plaid_products', `${plain.why}.`)];
	if (plain.kind === 'refused') {
		if (plain.code === 'INVALID_API_KEYS') return [unknown('plaid_products', 'Plaid’s keys come first.')];
		if (plain.type === 'API_ERROR' || plain.type === 'RATE_LIMIT_EXCEEDED')
			return [unknown('plaid_products', `Plaid has trouble (${plain.code}).`, 'Run it again in a while.')];
		return [
			notWell(
				'plaid_products',
				`Plaid makes no Link token: ${plain.code}, ${plain.message}`,
				'Compare PRODUCTS, OPTIONAL_PRODUCTS, COUNTRY_CODES and LINK_CUSTOMIZATION_NAME with https://dashboard.plaid.com.',
			),
		];
	}
	const products = well('plaid_products', 'Plaid makes Link tokens with your products and countries.');
	if (!variables.REDIRECT_URI) {
		const none = 'None is set: banks that sign in on their own page (OAuth) open in a window of their own.';
		return [products, well('redirect_uri', none)];
	}
	const redirected = { ...body, redirect_uri: variables.REDIRECT_URI };
	const answer = await askPlaid(settings, world, '/link/token/create', redirected);
	if (answer.kind === 'ok') return [products, well('redirect_uri', 'Plaid takes REDIRECT_URI.')];
	if (answer.kind === 'none' || !answer.code.startsWith('INVALID'))
		return [products, unknown('redirect_uri', 'Plaid did not say whether it takes REDIRECT_URI.')];
	return [
		products,
		notWell(
			'redirect_uri',
			`Plaid refuses REDIRECT_URI: ${answer.message}`,
			`List exactly this address at ${api}.`,
		),
	];
};

const list = (text: string): string[] =>
	text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
