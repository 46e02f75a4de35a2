import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization } from '../store/authorizations.ts';
import type { AuthorizationRow, ConnectionRow } from '../store/schema.ts';
import { openSignedText } from './sealed.ts';

/**
 * The authorization that a payment from this connection is made under: the one that the merchant names, or else the
 * connection's newest. It is accepted, not revoked, and about the account that is chosen now. Whether a one-time
 * authorization has been used is for the payment to check.
 * @throws ApiError `authorization_required`, `authorization_not_found`, `authorization_revoked`
 */
export async function findAuthorizationInEffect(
	{ database, seal }: Services,
	{
		connection,
		id = connection.authorizationId,
	}: { connection: ConnectionRow; id?: string | null | undefined },
): Promise<AuthorizationRow> {
	if (id === null) throw new ApiError('authorization_required');
	const authorization = await findAuthorization(database, id);
	if (authorization?.connectionId !== connection.id)
		throw new ApiError('authorization_not_found', { param: 'authorization' });
	if (authorization.revokedAt !== null) throw new ApiError('authorization_revoked');
	if (authorization.acceptedAt === null) throw new ApiError('authorization_required');
	// The shopper has chosen another account since: nobody has allowed debits from that one.
	if ((await openSignedText(seal, authorization)).account !== connection.accountId)
		throw new ApiError('authorization_required');
	return authorization;
}
