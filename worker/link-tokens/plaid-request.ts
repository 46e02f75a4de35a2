/** The request for a Link token at Plaid. Plaid's types use enums where its API takes these plain strings. */
import type {
	CountryCode,
	DepositoryAccountSubtype,
	LinkTokenCreateRequest,
	LinkTokenCreateRequestUser,
	Products,
} from 'plaid';
import type { Config } from '../config.ts';
import { isRedirectUri } from '../config-values.ts';
import type { LinkTokenRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { newId } from '../store/ids.ts';
import type { ConnectionRow, Session } from '../store/schema.ts';

export type Shopper = {
	session: Session;
	/** The connection to repair. */
	connection: ConnectionRow | null;
};

/** @throws ApiError `parameter_invalid` for a redirect URI that is not allowed */
export async function plaidRequest(
	services: Services,
	given: { request: LinkTokenRequest; shopper: Shopper | null; allowedOrigins: ReadonlySet<string> },
): Promise<LinkTokenCreateRequest> {
	const { config } = services;
	const { request, shopper, allowedOrigins } = given;
	const redirectUri = request.redirect_uri
		? checkRedirectUri(config, { uri: request.redirect_uri, allowedOrigins })
		: config.redirectUri;
	return {
		client_name: config.clientName,
		language: request.language ?? 'en',
		country_codes: config.countryCodes as CountryCode[],
		user: await plaidUser(services, shopper),
		...(config.linkCustomizationName && { link_customization_name: config.linkCustomizationName }),
		...(redirectUri && { redirect_uri: redirectUri }),
		...(shopper?.connection ? await forRepair(services, shopper.connection) : forConnecting(config)),
	};
}

/** Update mode takes no products, and the Item keeps its webhook address. */
const forRepair = async ({ seal }: Services, { id, accessToken }: ConnectionRow) => ({
	access_token: await seal.open(accessToken, id),
});

const forConnecting = (config: Config) => ({
	products: config.products as Products[],
	// What Stripe can debit. Another account would be refused only after the shopper has signed in.
	account_filters: {
		depository: { account_subtypes: ['checking', 'savings'] as DepositoryAccountSubtype[] },
	},
	...(config.optionalProducts.length > 0 && { optional_products: config.optionalProducts as Products[] }),
	...(config.publicUrl && { webhook: `${config.publicUrl}/webhooks/plaid` }),
});

/** Plaid requires a user id. A shopper without a session gets a random one. */
async function plaidUser({ seal }: Services, shopper: Shopper | null): Promise<LinkTokenCreateRequestUser> {
	if (!shopper) return { client_user_id: newId('user') };
	const { id, clientUserId, person } = shopper.session;
	const { name, email } = person ? JSON.parse(await seal.open(person, id)) : {};
	return {
		client_user_id: clientUserId,
		...(name && { legal_name: name }),
		...(email && { email_address: email }),
	};
}

/** A page may send shoppers back only to an allowed origin, or to `REDIRECT_URI`. */
function checkRedirectUri(
	{ livemode, redirectUri }: Config,
	{ uri, allowedOrigins }: { uri: string; allowedOrigins: ReadonlySet<string> },
): string {
	const isAllowed = allowedOrigins.has(new URL(uri).origin) || uri === redirectUri;
	if (isRedirectUri(uri, livemode) && isAllowed) return uri;
	throw new ApiError('parameter_invalid', {
		param: 'redirect_uri',
		message: '`redirect_uri` must be an https URL of an origin in ALLOWED_ORIGINS.',
	});
}
