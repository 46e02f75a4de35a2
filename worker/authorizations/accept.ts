import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization, storeAcceptance } from '../store/authorizations.ts';
import type { AuthorizationRow, ConnectionRow } from '../store/schema.ts';
import { type Acceptance, sealAcceptance } from './sealed.ts';

/**
 * Accepts what was offered under the same link token. Accepting again changes nothing and returns the same row: the
 * first acceptance, with its time, address and browser, is the proof.
 * @throws ApiError `authorization_not_found`, `authorization_revoked`
 */
export async function acceptAuthorization(
	services: Services,
	acceptance: { id: string; linkTokenHash: string; connection: ConnectionRow; browser: Acceptance },
): Promise<AuthorizationRow> {
	const { database, seal, now } = services;
	const { id, linkTokenHash, connection, browser } = acceptance;
	const offered = await findAuthorization(database, id);
	if (offered?.linkTokenHash !== linkTokenHash || offered.connectionId !== connection.id)
		throw new ApiError('authorization_not_found', { param: 'accept' });
	const sealed = await sealAcceptance(seal, browser, id);
	const { row, waiting } = await storeAcceptance(database, offered, { acceptance: sealed, now: now() });
	// A refused acceptance stored nothing, so it has no event to announce.
	if (row.revokedAt !== null) throw new ApiError('authorization_revoked');
	services.announce(waiting);
	return row;
}
