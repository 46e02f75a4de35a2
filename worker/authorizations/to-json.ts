/** An authorization as the API returns it: to the element as it is offered and accepted, and to the merchant's server. */
import type { Authorization, AuthorizationAnswer } from '../contract.ts';
import type { AuthorizationRow } from '../store/schema.ts';
import type { Seal } from '../store/seal.ts';
import { openAcceptance, openSignedText } from './sealed.ts';

/** For the element: what it shows, and whether it has been accepted. */
export async function offerToJson(
	seal: Seal,
	row: AuthorizationRow,
): Promise<Omit<AuthorizationAnswer, 'request_id'>> {
	const { text } = await openSignedText(seal, row);
	return { authorization: row.id, text, accepted_at: toIso(row.acceptedAt) };
}

/** For the merchant's server: all of it. */
export async function authorizationToJson(
	seal: Seal,
	row: AuthorizationRow,
): Promise<Omit<Authorization, 'request_id'>> {
	const { text, name } = await openSignedText(seal, row);
	const browser = (await openAcceptance(seal, row)) ?? { ip_address: null, user_agent: null };
	return {
		id: row.id,
		object: 'authorization',
		connection: row.connectionId,
		status: statusOf(row),
		kind: row.kind,
		amount: row.amount,
		currency: 'usd',
		text,
		text_version: row.textVersion,
		name,
		accepted_at: toIso(row.acceptedAt),
		ip_address: browser.ip_address,
		user_agent: browser.user_agent,
		revoked_at: toIso(row.revokedAt),
		mandate: row.mandate,
		livemode: row.livemode,
		created_at: new Date(row.createdAt).toISOString(),
	};
}

function statusOf({ kind, acceptedAt, revokedAt, paymentId }: AuthorizationRow): Authorization['status'] {
	if (revokedAt !== null) return 'revoked';
	if (acceptedAt === null) return 'offered';
	return kind === 'one_time' && paymentId !== null ? 'used' : 'accepted';
}

const toIso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
