import type { Context } from 'hono';
import type {
	CountryCode,
	DepositoryAccountSubtype,
	LinkTokenCreateRequest,
	LinkTokenCreateRequestUser,
	Products,
} from 'plaid';
import type { AppEnv } from '../app-env.ts';
import { type Config, configOf } from '../config.ts';
import { isRedirectUri } from '../config-values.ts';
import { type LinkTokenAnswer, type LinkTokenRequest, linkTokenRequest } from '../contract.ts';
import { ApiError, withoutSecrets } from '../errors.ts';
import type { Hooks } from '../hooks.ts';
import { limitBySession } from '../middleware/rate-limit.ts';
import { findConnectionByPublicId } from '../store/connections.ts';
import { newId } from '../store/ids.ts';
import { storeLinkSession } from '../store/link-sessions.ts';
import type { ConnectionRow, Session } from '../store/schema.ts';
import { findSession } from '../store/sessions.ts';
import { bodyFromPage } from './parameters.ts';

/**
 * `POST /v1/link_tokens`: a Link token for one shopper, remembered so that only what it brings is exchanged.
 * With a `connection`, one that repairs it (update mode), for its own user only.
 * @see https://plaid.com/docs/api/link/#linktokencreate
 */
export const createLinkToken = ({ beforeLinkToken }: Pick<Hooks, 'beforeLinkToken'>) =>
	async function createLinkToken(c: Context<AppEnv>): Promise<Response> {
		const request = await bodyFromPage(c, linkTokenRequest);
		await limitBySession(c, request.session);
		const shopper = await shopperOf(c, request);
		const usual = await plaidRequest(c, request, shopper);
		const laidOver = await hooked(() => beforeLinkToken?.(usual, { ...shopper?.told, request: c.req.raw }));
		const asked = { ...usual, ...laidOver };
		const created = await c.get('plaid').linkTokenCreate(asked);
		await storeLinkSession(c.get('database'), {
			linkToken: created.link_token,
			origin: c.req.header('Origin') ?? new URL(c.req.url).origin,
			sessionId: shopper?.session.id ?? null,
			clientUserId: shopper?.session.clientUserId ?? null,
			stripeCustomer: shopper?.session.stripeCustomer ?? null,
			allowDuplicates: shopper?.session.allowDuplicates ?? false,
			connectionId: shopper?.connection?.id ?? null,
			expiresAt: Date.parse(created.expiration),
			now: c.get('now')(),
		});
		const answer: LinkTokenAnswer = {
			link_token: created.link_token,
			expiration: new Date(created.expiration).toISOString(),
			request_id: c.get('requestId'),
		};
		return c.json(answer);
	};

/** The merchant's own code; its words are for the log only. */
async function hooked<T>(hook: () => T): Promise<Awaited<T>> {
	try {
		return await hook();
	} catch (error) {
		throw new ApiError('refused', { cause: error instanceof Error ? withoutSecrets(error.message) : 'hook' });
	}
}

type Shopper = {
	session: Session;
	/** The one to be repaired. */
	connection: ConnectionRow | null;
	told: { clientUserId: string; connection: string | null };
};

/** Who asks, where a session tells; and that the connection is theirs: another's does not exist for them. */
async function shopperOf(c: Context<AppEnv>, request: LinkTokenRequest): Promise<Shopper | null> {
	if (request.session === undefined) {
		if (request.connection !== undefined) throw new ApiError('session_required', { param: 'session' });
		return null;
	}
	const session = await findSession(c.get('database'), request.session);
	if (!session) throw new ApiError('session_invalid', { param: 'session' });
	if (c.get('now')() >= session.expiresAt) throw new ApiError('session_expired', { param: 'session' });
	const told = { clientUserId: session.clientUserId, connection: request.connection ?? null };
	if (request.connection === undefined) return { session, connection: null, told };
	const connection = await findConnectionByPublicId(c.get('database'), request.connection);
	if (connection?.clientUserId !== session.clientUserId)
		throw new ApiError('connection_not_found', { param: 'connection' });
	if (connection.status === 'removed') throw new ApiError('connection_removed', { param: 'connection' });
	return { session, connection, told };
}

/** The enums of Plaid's types are its plain strings. */
async function plaidRequest(
	c: Context<AppEnv>,
	request: LinkTokenRequest,
	shopper: Shopper | null,
): Promise<LinkTokenCreateRequest> {
	const config = c.get('config');
	const redirectUri = request.redirect_uri ? allowedRedirectUri(c, request.redirect_uri) : config.redirectUri;
	return {
		client_name: config.clientName,
		language: request.language ?? 'en',
		country_codes: config.countryCodes as CountryCode[],
		user: await plaidUser(c, shopper),
		...(config.linkCustomizationName && { link_customization_name: config.linkCustomizationName }),
		...(redirectUri && { redirect_uri: redirectUri }),
		...(shopper?.connection ? await toRepair(c, shopper.connection) : toConnect(config)),
	};
}

/** Update mode takes no products, and keeps the webhook address that the Item has. */
const toRepair = async (c: Context<AppEnv>, { id, accessToken }: ConnectionRow) => ({
	access_token: await c.get('seal').open(accessToken, id),
});

const toConnect = (config: Config) => ({
	products: config.products as Products[],
	// What Stripe debits: whoever could choose another account would be refused after the bank's login.
	account_filters: {
		depository: { account_subtypes: ['checking', 'savings'] as DepositoryAccountSubtype[] },
	},
	...(config.optionalProducts.length > 0 && { optional_products: config.optionalProducts as Products[] }),
	...(config.publicUrl && { webhook: `${config.publicUrl}/webhooks/plaid` }),
});

/** Plaid wants an id of the user: a random one where we know nobody. */
async function plaidUser(c: Context<AppEnv>, shopper: Shopper | null): Promise<LinkTokenCreateRequestUser> {
	if (!shopper) return { client_user_id: newId('user') };
	const { id, clientUserId, person } = shopper.session;
	const { name, email } = person ? JSON.parse(await c.get('seal').open(person, id)) : {};
	return {
		client_user_id: clientUserId,
		...(name && { legal_name: name }),
		...(email && { email_address: email }),
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
