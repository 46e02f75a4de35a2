import type { LinkTokenCreateRequest } from 'plaid';
import type { LinkTokenAnswer, LinkTokenRequest } from '../contract.ts';
import { ApiError, withoutSecrets } from '../errors.ts';
import type { Hooks } from '../hooks.ts';
import type { Services } from '../services.ts';
import { findConnectionByPublicId } from '../store/connections.ts';
import { storeLinkSession } from '../store/link-sessions.ts';
import { findSession } from '../store/sessions.ts';
import { plaidRequest, type Shopper } from './plaid-request.ts';

/**
 * Creates a Link token for one shopper and stores its Link session: only public tokens of stored Link sessions are
 * exchanged. With a `connection`, Link repairs it (update mode).
 * @see https://plaid.com/docs/api/link/#linktokencreate
 */
export async function createLinkToken(
	services: Services,
	given: {
		request: LinkTokenRequest;
		/** The page's origin. */
		origin: string;
		allowedOrigins: ReadonlySet<string>;
		/** The merchant's own code, if any. */
		hook: (
			usual: LinkTokenCreateRequest,
			shopper: { clientUserId?: string; connection?: string | null },
		) => ReturnType<NonNullable<Hooks['beforeLinkToken']>>;
	},
): Promise<Omit<LinkTokenAnswer, 'request_id'>> {
	const { request, origin, allowedOrigins, hook } = given;
	const shopper = await findShopper(services, request);
	const usual = await plaidRequest(services, { request, shopper, allowedOrigins });
	const known = shopper && {
		clientUserId: shopper.session.clientUserId,
		connection: request.connection ?? null,
	};
	const changes = await callHook(() => hook(usual, { ...known }));
	const created = await services.plaid.linkTokenCreate({ ...usual, ...changes });
	await storeLinkSession(services.database, {
		linkToken: created.link_token,
		origin,
		sessionId: shopper?.session.id ?? null,
		clientUserId: shopper?.session.clientUserId ?? null,
		stripeCustomer: shopper?.session.stripeCustomer ?? null,
		allowDuplicates: shopper?.session.allowDuplicates ?? false,
		connectionId: shopper?.connection?.id ?? null,
		expiresAt: Date.parse(created.expiration),
		now: services.now(),
	});
	return { link_token: created.link_token, expiration: new Date(created.expiration).toISOString() };
}

/** @throws ApiError `refused` if the merchant's own code throws. Its message goes to the log only. */
async function callHook<T>(hook: () => T): Promise<Awaited<T>> {
	try {
		return await hook();
	} catch (error) {
		throw new ApiError('refused', { cause: error instanceof Error ? withoutSecrets(error.message) : 'hook' });
	}
}

/**
 * The session's user, and the connection to repair. Another user's connection is answered as one that does not exist.
 * @throws ApiError `session_required`, `session_invalid`, `session_expired`, `connection_not_found`, `connection_removed`
 */
async function findShopper({ database, now }: Services, request: LinkTokenRequest): Promise<Shopper | null> {
	if (request.session === undefined) {
		if (request.connection !== undefined) throw new ApiError('session_required', { param: 'session' });
		return null;
	}
	const session = await findSession(database, request.session);
	if (!session) throw new ApiError('session_invalid', { param: 'session' });
	if (now() >= session.expiresAt) throw new ApiError('session_expired', { param: 'session' });
	if (request.connection === undefined) return { session, connection: null };
	const connection = await findConnectionByPublicId(database, request.connection);
	if (connection?.clientUserId !== session.clientUserId)
		throw new ApiError('connection_not_found', { param: 'connection' });
	if (connection.status === 'removed') throw new ApiError('connection_removed', { param: 'connection' });
	return { session, connection };
}
