import type { Context } from 'hono';
import type { CountryCode, DepositoryAccountSubtype, LinkTokenCreateRequest, Products } from 'plaid';
import type { AppEnv } from '../app-env.ts';
import { readJsonObject } from '../body.ts';
import { configOf, isRedirectUri } from '../config.ts';
import { type LinkTokenAnswer, type LinkTokenRequest, linkTokenRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { checkParameters } from '../parameters.ts';
import { newId } from '../store/ids.ts';
import { storeLinkSession } from '../store/link-sessions.ts';

/**
 * `POST /v1/link_tokens`: a Link token for one shopper, remembered so that only what it brings is exchanged.
 * @see https://plaid.com/docs/api/link/#linktokencreate
 */
export async function createLinkToken(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(linkTokenRequest, await readJsonObject(c.req.raw));
	const created = await c.get('plaid').linkTokenCreate(plaidRequest(c, request));
	await storeLinkSession(c.get('database'), {
		linkToken: created.link_token,
		origin: c.req.header('Origin') ?? '',
		expiresAt: Date.parse(created.expiration),
		now: c.get('now')(),
	});
	const answer: LinkTokenAnswer = {
		link_token: created.link_token,
		expiration: new Date(created.expiration).toISOString(),
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** The enums of Plaid's types are its plain strings. */
function plaidRequest(c: Context<AppEnv>, request: LinkTokenRequest): LinkTokenCreateRequest {
	const config = c.get('config');
	const redirectUri = request.redirect_uri ? allowedRedirectUri(c, request.redirect_uri) : config.redirectUri;
	return {
		client_name: config.clientName,
		language: request.language ?? 'en',
		country_codes: config.countryCodes as CountryCode[],
		products: config.products as Products[],
		// What Stripe debits: whoever could choose another account would be refused after the bank's login.
		account_filters: {
			depository: { account_subtypes: ['checking', 'savings'] as DepositoryAccountSubtype[] },
		},
		// Random: Plaid wants an id of the user, and we know nobody.
		user: { client_user_id: newId('user') },
		...(config.optionalProducts.length > 0 && { optional_products: config.optionalProducts as Products[] }),
		...(config.linkCustomizationName && { link_customization_name: config.linkCustomizationName }),
		...(redirectUri && { redirect_uri: redirectUri }),
	};
}

/** A page may only send shoppers back to where the merchant is at home. */
function allowedRedirectUri(c: Context<AppEnv>, uri: string): string {
	const { livemode, redirectUri } = c.get('config');
	const listed = configOf(c.env).allowedOrigins.has(new URL(uri).origin);
	if (isRedirectUri(uri, livemode) && (listed || uri === redirectUri)) return uri;
	throw new ApiError('parameter_invalid', {
		param: 'redirect_uri',
		message: '`redirect_uri` must be an https URL of an origin in ALLOWED_ORIGINS.',
	});
}
