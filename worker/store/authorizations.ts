/** The shoppers' debit authorizations: offered, accepted, used, revoked. */
import type { AuthorizationKind } from '../contract.ts';
import { dayMs } from '../durations.ts';
import type { Database } from './database.ts';
import { eventAbout, idsOf, unqueued } from './events.ts';
import { isId, newId } from './ids.ts';
import { notOfAnother } from './link-sessions.ts';
import type { AuthorizationRow, ConnectionRow } from './schema.ts';
import { type Sql, sql } from './sql.ts';
import { authorizations, connections } from './tables.ts';

/** What a Link token was made for, as far as an authorization needs it. */
export type Occasion = {
	expiresAt: number;
	sessionId: string | null;
	/** Name and e-mail, sealed under the session's id. */
	person: string | null;
	kind: AuthorizationKind | null;
	amount: number | null;
};

/** The Link token's occasion, and the connection, where it was made or repaired with that token. */
export async function findOccasion(
	database: Database,
	given: { linkTokenHash: string; sessionHash: string | null; connectionId: string },
): Promise<{ occasion: Occasion | undefined; connection: ConnectionRow | undefined }> {
	const { linkTokenHash, sessionHash, connectionId } = given;
	const [[occasion], [connection]] = await database.transaction(
		[],
		sql<Occasion>`select link_sessions.expires_at, session_id, s.person, s.authorization_kind as kind,
				s.authorization_amount as amount
			from link_sessions left join sessions s on s.id = session_id
			where link_token_hash = ${linkTokenHash} and ${notOfAnother(sessionHash)}`,
		connections.select`where id = ${connectionId} and (
			exists (select 1 from exchanges where link_token_hash = ${linkTokenHash} and connection_id = ${connectionId})
			or exists (select 1 from link_sessions where link_token_hash = ${linkTokenHash} and connection_id = ${connectionId}))`,
	);
	return { occasion, connection };
}

/** By an id that somebody sent: what cannot be one is not looked for. */
export async function findAuthorization(
	database: Database,
	id: string,
): Promise<AuthorizationRow | undefined> {
	if (!isId('auth', id)) return;
	return database.first(authorizations.select`where id = ${id}`);
}

/** What allows a debit: accepted, not revoked, and not used up. */
export const stands = sql`accepted_at is not null and revoked_at is null and (kind = 'recurring' or payment_id is null)`;

/** The newest of a connection that stands. */
export const newestStanding = (connectionId: string): Sql =>
	sql`select id from authorizations where connection_id = ${connectionId} and ${stands}
		order by accepted_at desc limit 1`;

/** To be run after whatever changes an authorization, in the same transaction. */
export const noteStanding = (connectionId: string): Sql =>
	sql`update connections set authorization_id = (${newestStanding(connectionId)}) where id = ${connectionId}`;

/** What this Link token's shopper has been offered since, or has accepted; and what stands of the wanted kind. */
export const findOffers = (
	database: Database,
	given: {
		connectionId: string;
		linkTokenHash: string;
		kind: AuthorizationKind;
		amount: number | null;
		now: number;
	},
): Promise<AuthorizationRow[]> => {
	const { connectionId, linkTokenHash, kind, amount, now } = given;
	return database.all(authorizations.select`
		where connection_id = ${connectionId} and kind = ${kind} and amount is ${amount} and revoked_at is null
			and (${stands} or link_token_hash = ${linkTokenHash} and accepted_at is null and created_at > ${now - dayMs})
		order by accepted_at is null, created_at desc limit 10`);
};

export async function storeOffer(
	database: Database,
	row: Omit<AuthorizationRow, 'acceptedAt' | 'acceptance' | 'paymentId' | 'mandate' | 'revokedAt'>,
): Promise<void> {
	await database.all(
		sql`insert into authorizations ${authorizations.values(row)} on conflict (id) do nothing`,
	);
}

/** Accepts what was offered, once. Gives the row as it is then, and the events that wait for the queue. */
export const acceptOffer = (
	database: Database,
	row: AuthorizationRow,
	{ acceptance, now }: { acceptance: string; now: number },
): Promise<Changed> =>
	change(database, row, {
		set: { acceptedAt: now, acceptance },
		where: sql`accepted_at is null and revoked_at is null`,
		type: 'authorization.accepted',
		now,
	});

export const findByMandate = (database: Database, mandate: string): Promise<AuthorizationRow[]> =>
	database.all(authorizations.select`where mandate = ${mandate}`);

/** Revokes it, once. */
export const revoke = (database: Database, row: AuthorizationRow, now: number): Promise<Changed> =>
	change(database, row, {
		set: { revokedAt: now },
		where: sql`revoked_at is null`,
		type: 'authorization.revoked',
		now,
	});

type Changed = { row: AuthorizationRow; waiting: string[] };

async function change(
	database: Database,
	{ id, connectionId }: AuthorizationRow,
	given: {
		set: Partial<AuthorizationRow>;
		where: Sql;
		type: 'authorization.accepted' | 'authorization.revoked';
		now: number;
	},
): Promise<Changed> {
	const eventId = newId('evt');
	const { set, where, type, now } = given;
	const [waiting, [row]] = await database.transaction(
		[
			sql`update authorizations set ${authorizations.set({ ...set, lastEventId: eventId })} where id = ${id} and ${where}`,
			noteStanding(connectionId),
			eventAbout(
				sql`id = ${connectionId} and exists (select 1 from authorizations where id = ${id} and last_event_id = ${eventId})`,
				{ id: eventId, type, now, more: sql`, '$.authorization', ${id}` },
			),
		],
		unqueued(eventId),
		authorizations.select`where id = ${id}`,
	);
	if (!row) throw new Error('An authorization vanished while it was changed.');
	return { row, waiting: idsOf(waiting) };
}
