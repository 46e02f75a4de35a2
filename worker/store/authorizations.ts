/** Debit authorizations: offered, accepted, used, revoked. */
import type { AuthorizationKind } from '../contract.ts';
import { dayMs } from '../durations.ts';
import type { Database } from './database.ts';
import { eventAbout, idsOf, unqueued } from './events.ts';
import { isId, newId } from './ids.ts';
import { notOfAnother } from './link-sessions.ts';
import type { AuthorizationRow, ConnectionRow } from './schema.ts';
import { type Sql, sql } from './sql.ts';
import { authorizations, connections } from './tables.ts';

/** A link session as far as an authorization needs it: who may authorize what, and until when. */
export type LinkSessionTerms = {
	expiresAt: number;
	sessionId: string | null;
	/** Name and e-mail of the session's user, sealed under the session's id. */
	person: string | null;
	kind: AuthorizationKind | null;
	/** In cents. */
	amount: number | null;
};

/**
 * The link session, unless `sessionHash` is another user's session; and the connection, if it was made or repaired with
 * that link token.
 */
export async function findLinkSessionAndConnection(
	database: Database,
	{
		linkTokenHash,
		sessionHash,
		connectionId,
	}: { linkTokenHash: string; sessionHash: string | null; connectionId: string },
): Promise<{ linkSession: LinkSessionTerms | undefined; connection: ConnectionRow | undefined }> {
	const [[linkSession], [connection]] = await database.transaction(
		[],
		sql<LinkSessionTerms>`select link_sessions.expires_at, session_id, s.person, s.authorization_kind as kind,
				s.authorization_amount as amount
			from link_sessions left join sessions s on s.id = session_id
			where link_token_hash = ${linkTokenHash} and ${notOfAnother(sessionHash)}`,
		connections.select`where id = ${connectionId} and (
			exists (select 1 from exchanges where link_token_hash = ${linkTokenHash} and connection_id = ${connectionId})
			or exists (select 1 from link_sessions where link_token_hash = ${linkTokenHash} and connection_id = ${connectionId}))`,
	);
	return { linkSession, connection };
}

/** By an id from a request. What cannot be an id of ours is not looked up. */
export async function findAuthorization(
	database: Database,
	id: string,
): Promise<AuthorizationRow | undefined> {
	if (!isId('auth', id)) return;
	return database.first(authorizations.select`where id = ${id}`);
}

/** By the `mandate_…` at Stripe. */
export const findAuthorizationsByMandate = (
	database: Database,
	mandate: string,
): Promise<AuthorizationRow[]> => database.all(authorizations.select`where mandate = ${mandate}`);

/** In effect: accepted, not revoked, and, if one-time, not used. */
export const isInEffect = sql`accepted_at is not null and revoked_at is null and (kind = 'recurring' or payment_id is null)`;

/** Points the connection to its newest authorization in effect. To be run after every change of an authorization. */
export const pointToAuthorizationInEffect = (connectionId: string): Sql =>
	sql`update connections set authorization_id = (
			select id from authorizations where connection_id = ${connectionId} and ${isInEffect}
			order by accepted_at desc limit 1)
		where id = ${connectionId}`;

/**
 * The authorizations of the same kind and amount that may be shown instead of a new one: those in effect, and the
 * offers of the last day under the same link token. Accepted ones first, then the newest.
 */
export const findShowable = (
	database: Database,
	terms: {
		connectionId: string;
		linkTokenHash: string;
		kind: AuthorizationKind;
		amount: number | null;
		now: number;
	},
): Promise<AuthorizationRow[]> => {
	const { connectionId, linkTokenHash, kind, amount, now } = terms;
	return database.all(authorizations.select`
		where connection_id = ${connectionId} and kind = ${kind} and amount is ${amount} and revoked_at is null
			and (${isInEffect} or link_token_hash = ${linkTokenHash} and accepted_at is null and created_at > ${now - dayMs})
		order by accepted_at is null, created_at desc limit 10`);
};

export async function insertOffer(
	database: Database,
	row: Omit<AuthorizationRow, 'acceptedAt' | 'acceptance' | 'paymentId' | 'mandate' | 'revokedAt'>,
): Promise<void> {
	await database.all(
		sql`insert into authorizations ${authorizations.values(row)} on conflict (id) do nothing`,
	);
}

/** @param acceptance sealed. The first one is stored; a later one changes nothing. */
export const storeAcceptance = (
	database: Database,
	row: AuthorizationRow,
	{ acceptance, now }: { acceptance: string; now: number },
): Promise<Stored> =>
	change(database, row, {
		set: { acceptedAt: now, acceptance },
		where: sql`accepted_at is null and revoked_at is null`,
		type: 'authorization.accepted',
		now,
	});

/** The first revocation is stored; a later one changes nothing. */
export const storeRevocation = (database: Database, row: AuthorizationRow, now: number): Promise<Stored> =>
	change(database, row, {
		set: { revokedAt: now },
		where: sql`revoked_at is null`,
		type: 'authorization.revoked',
		now,
	});

type Stored = {
	/** As it is after the change, or because of an earlier one. */
	row: AuthorizationRow;
	/** The ids of the events that are not in the queue. */
	waiting: string[];
};

/** Changes the row if `where` holds, with its event. Running it twice changes it once. */
async function change(
	database: Database,
	{ id, connectionId }: AuthorizationRow,
	{
		set,
		where,
		type,
		now,
	}: {
		set: Partial<AuthorizationRow>;
		where: Sql;
		type: 'authorization.accepted' | 'authorization.revoked';
		now: number;
	},
): Promise<Stored> {
	const eventId = newId('evt');
	const [waiting, [row]] = await database.transaction(
		[
			sql`update authorizations set ${authorizations.set({ ...set, lastEventId: eventId })} where id = ${id} and ${where}`,
			pointToAuthorizationInEffect(connectionId),
			eventAbout(
				sql`id = ${connectionId} and exists (select 1 from authorizations where id = ${id} and last_event_id = ${eventId})`,
				{ id: eventId, type, now, more: sql`, '$.authorization', ${id}` },
			),
		],
		unqueued(eventId),
		authorizations.select`where id = ${id}`,
	);
	if (!row) throw new Error(`The row of authorization ${id} is gone.`);
	return { row, waiting: idsOf(waiting) };
}
