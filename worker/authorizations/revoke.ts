/** An authorization ends: the merchant, a dispute or Stripe revokes it. No new debit is made under it. */
import type { Services } from '../services.ts';
import { findAuthorization, findAuthorizationsByMandate, storeRevocation } from '../store/authorizations.ts';
import type { AuthorizationRow } from '../store/schema.ts';

/** Revoking again changes nothing and sends no second event. Returns the row as stored. */
export async function revokeAuthorization(
	{ database, now, announce }: Services,
	authorization: AuthorizationRow,
): Promise<AuthorizationRow> {
	const { row, waiting } = await storeRevocation(database, authorization, now());
	announce(waiting);
	return row;
}

/** The holder disputed a debit that was made under it. */
export async function revokeDisputed(services: Services, authorizationId: string): Promise<void> {
	const authorization = await findAuthorization(services.database, authorizationId);
	if (authorization) await revokeAuthorization(services, authorization);
}

/** Stripe reports that the mandate has become inactive. */
export async function revokeByMandate(services: Services, mandate: string): Promise<void> {
	for (const authorization of await findAuthorizationsByMandate(services.database, mandate))
		await revokeAuthorization(services, authorization);
}
