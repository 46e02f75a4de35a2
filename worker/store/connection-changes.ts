/**
 * How a connection changes: its status and whether its bank account token is still good, with the event that tells it.
 *
 * Each of the two bears the time at which the thing happened that set it. What happened earlier and is told later
 * changes nothing, so the end is the same in whatever order things are told.
 */
import type { BankAccountTokenState, ConnectionStatus, EventType } from '../contract.ts';
import type { Database } from './database.ts';
import { eventAbout, idsOf, unqueued } from './events.ts';
import { and, type Sql, sql } from './sql.ts';
import { connections } from './tables.ts';

export type Change = {
	status?: ConnectionStatus;
	disconnectAt?: number | null;
	token?: BankAccountTokenState;
	/** The token changes only at this bank. */
	atInstitution?: string;
	/** The token changes only where one of these accounts is the chosen one. */
	ofAccounts?: string[];
	/** Without a change of the two, it is only told. */
	event: EventType;
};

type Told = {
	/** Which connection: by its id or by its Item. */
	where: Sql;
	change: Change;
	eventId: string;
	/** Milliseconds since 1970. */
	occurredAt: number;
	now: number;
};

/** When several things are told of the same second, the graver one stands. */
const gravity: Record<ConnectionStatus, number> = {
	active: 0,
	pending_disconnect: 1,
	login_required: 2,
	revoked: 3,
	removed: 4,
};

const stands = sql`status <> 'removed'`;

/** The statements of a change, to be run in one transaction. A removal is the end, whatever happened later. */
export function changeStatements({ where, change, eventId, occurredAt, now }: Told): Sql[] {
	const statements: Sql[] = [];
	const { status, token, atInstitution, ofAccounts } = change;
	if (status) {
		const at = occurredAt + gravity[status];
		const set = connections.set({
			status,
			statusSince: sql`iif(status = ${status}, status_since, ${occurredAt})`,
			lastEventId: sql`iif(status = ${status}, last_event_id, ${eventId})`,
			statusOccurredAt: at,
			disconnectAt: change.disconnectAt ?? null,
			updatedAt: now,
			// Nothing of the bank's is kept once the access has been given back.
			accessToken: status === 'removed' ? '' : undefined,
		});
		const later = status === 'removed' ? undefined : sql`status_occurred_at < ${at}`;
		statements.push(sql`update connections set ${set} where ${and(where, stands, later)}`);
	}
	if (token) {
		const set = connections.set({
			bankAccountTokenState: token,
			lastEventId: sql`iif(bank_account_token_state = ${token}, last_event_id, ${eventId})`,
			bankAccountTokenOccurredAt: occurredAt,
			// What Stripe has of the account is good for no more payments.
			paymentMethod: token === 'renew' ? null : undefined,
			updatedAt: now,
		});
		const which = and(
			where,
			stands,
			sql`bank_account_token_occurred_at < ${occurredAt}`,
			atInstitution === undefined ? undefined : sql`institution_id = ${atInstitution}`,
			ofAccounts === undefined
				? undefined
				: sql`account_id in (select value from json_each(${JSON.stringify(ofAccounts)}))`,
		);
		statements.push(sql`update connections set ${set} where ${which}`);
	}
	const changed = status || token ? sql`last_event_id = ${eventId}` : stands;
	return [...statements, eventAbout(and(where, changed), { id: eventId, type: change.event, now })];
}

/** Changes one connection. Gives the ids of events that wait for the queue. */
export async function changeConnection(
	database: Database,
	connectionId: string,
	told: Omit<Told, 'where'>,
): Promise<string[]> {
	const [waiting] = await database.transaction(
		changeStatements({ ...told, where: sql`id = ${connectionId}` }),
		unqueued(told.eventId),
	);
	return idsOf(waiting);
}
