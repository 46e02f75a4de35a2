import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findShowable, insertOffer, type LinkSessionTerms } from '../store/authorizations.ts';
import { accountOf, institutionOf } from '../store/connections.ts';
import { newId } from '../store/ids.ts';
import type { AuthorizationRow, ConnectionRow } from '../store/schema.ts';
import { mandateText, textVersion } from './mandate-text.ts';
import { openSignedText, type SignedText, sealSignedText } from './sealed.ts';

/**
 * Returns the authorization whose text the element shows: the one in effect, the one that was offered before, or a new
 * one. Repeating the call before the shopper has accepted returns the same one.
 * @throws ApiError `exchange_in_progress`, `holder_name_required`
 */
export async function offerAuthorization(
	services: Services,
	offer: {
		linkTokenHash: string;
		linkSession: LinkSessionTerms;
		connection: ConnectionRow;
		/** What the shopper typed into the page. The session's name has precedence: the merchant vouches for it. */
		name: string | undefined;
	},
): Promise<AuthorizationRow> {
	const { database, seal, config } = services;
	const { linkTokenHash, linkSession, connection } = offer;
	const { kind: wantedKind, amount } = linkSession;
	const kind = wantedKind ?? 'one_time';
	const now = services.now();
	const account = accountOf(connection);
	// The exchange has not confirmed an account yet, and the text names one.
	if (!account) throw new ApiError('exchange_in_progress');

	const person = await personOfSession(services, linkSession);
	const name = person.name ?? offer.name;
	const showable = await findShowable(database, {
		connectionId: connection.id,
		linkTokenHash,
		kind,
		amount,
		now,
	});
	for (const row of showable) {
		const signed = await openSignedText(seal, row);
		// The shopper has chosen another account since: this text is not about it.
		if (signed.account !== account.id) continue;
		if (row.acceptedAt !== null || name === undefined || signed.name === name) return row;
	}
	if (name === undefined) throw new ApiError('holder_name_required', { param: 'name' });

	const id = newId('auth');
	const institution = institutionOf(connection);
	const text = mandateText({ merchant: config.clientName, name, account, institution, kind, amount, now });
	const signed: SignedText = { text, name, account: account.id, email: person.email };
	const row = {
		id,
		connectionId: connection.id,
		linkTokenHash,
		kind,
		amount,
		shown: await sealSignedText(seal, signed, id),
		textVersion,
		livemode: connection.livemode,
		lastEventId: null,
		createdAt: now,
	};
	await insertOffer(database, row);
	return { ...row, acceptedAt: null, acceptance: null, paymentId: null, mandate: null, revokedAt: null };
}

/** What the merchant's server said of the shopper when it created the session. */
async function personOfSession(
	{ seal }: Services,
	{ person, sessionId }: LinkSessionTerms,
): Promise<{ name?: string; email?: string }> {
	return person && sessionId ? JSON.parse(await seal.open(person, sessionId)) : {};
}
