/**
 * `POST /v1/authorizations`, which the element calls twice: first for the text to show, then, once the shopper has
 * clicked “Accept”, to accept it.
 */
import type { AuthorizationRequest } from '../contract.ts';
import { hourMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findLinkSessionAndConnection } from '../store/authorizations.ts';
import { sha256 } from '../store/encoding.ts';
import type { AuthorizationRow } from '../store/schema.ts';
import { acceptAuthorization } from './accept.ts';
import { offerAuthorization } from './offer.ts';
import type { Acceptance } from './sealed.ts';

/** People read before they accept, so an authorization may be offered and accepted for this long after its Link token. */
const graceMs = hourMs;

/**
 * Only the shopper who connected or repaired the account may authorize debits from it: the link token proves that, and
 * the page's session, where there is one, must be the same user's.
 * @param browser who accepts; stored with the acceptance and sent to Stripe
 * @throws ApiError `link_session_not_found`, `link_token_expired`, `connection_not_found`, `connection_removed`, and
 * those of `offerAuthorization` and `acceptAuthorization`
 */
export async function authorize(
	services: Services,
	{ request, browser }: { request: AuthorizationRequest; browser: Acceptance },
): Promise<AuthorizationRow> {
	const [linkTokenHash, sessionHash] = await Promise.all([
		sha256(request.link_token),
		request.session === undefined ? null : sha256(request.session),
	]);
	const { linkSession, connection } = await findLinkSessionAndConnection(services.database, {
		linkTokenHash,
		sessionHash,
		connectionId: request.connection,
	});
	if (!linkSession) throw new ApiError('link_session_not_found', { param: 'link_token' });
	if (services.now() >= linkSession.expiresAt + graceMs) throw new ApiError('link_token_expired');
	if (!connection) throw new ApiError('connection_not_found', { param: 'connection' });
	if (connection.status === 'removed') throw new ApiError('connection_removed', { param: 'connection' });

	return request.accept === undefined
		? offerAuthorization(services, { linkTokenHash, linkSession, connection, name: request.name?.trim() })
		: acceptAuthorization(services, { id: request.accept, linkTokenHash, connection, browser });
}
