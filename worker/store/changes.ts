/**
 * How a connection changes: its status and whether its bank account token is still good, with the event that tells it.
 *
 * Each of the two bears the time at which the thing happened that set it. What happened earlier and is told later
 * changes nothing, so the end is the same in whatever order things are told.
 */
import { and, eq, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import type { BankAccountTokenState, ConnectionStatus, EventType } from '../contract.ts';
import { type Database, inOneTransaction, type Statement } from './database.ts';
import { eventAbout, unqueuedAmong } from './events.ts';
import { connections } from './schema.ts';

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
	where: SQL;
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

const stands = ne(connections.status, 'removed');

/** The statements of a change, to be run in one transaction. A removal is the end, whatever happened later. */
export function changeStatements(
	orm: DrizzleD1Database,
	{ where, change, eventId, occurredAt, now }: Told,
): Statement[] {
	const statements: Statement[] = [];
	const { status, token, atInstitution, ofAccounts } = change;
	if (status) {
		const at = occurredAt + gravity[status];
		const same = sql`${connections.status} = ${status}`;
		statements.push(
			orm
				.update(connections)
				.set({
					status,
					statusSince: sql`case when ${same} then ${connections.statusSince} else ${occurredAt} end`,
					lastEventId: sql`case when ${same} then ${connections.lastEventId} else ${eventId} end`,
					statusOccurredAt: at,
					disconnectAt: change.disconnectAt ?? null,
					updatedAt: now,
					// Nothing of the bank's is kept once the access has been given back.
					...(status === 'removed' ? { accessToken: '' } : {}),
				})
				.where(and(where, stands, status === 'removed' ? undefined : lt(connections.statusOccurredAt, at))),
		);
	}
	if (token) {
		const same = sql`${connections.bankAccountTokenState} = ${token}`;
		statements.push(
			orm
				.update(connections)
				.set({
					bankAccountTokenState: token,
					lastEventId: sql`case when ${same} then ${connections.lastEventId} else ${eventId} end`,
					bankAccountTokenOccurredAt: occurredAt,
					updatedAt: now,
				})
				.where(
					and(
						where,
						stands,
						lt(connections.bankAccountTokenOccurredAt, occurredAt),
						atInstitution === undefined ? undefined : eq(connections.institutionId, atInstitution),
						ofAccounts === undefined
							? undefined
							: sql`${connections.accountId} in (select value from json_each(${JSON.stringify(ofAccounts)}))`,
					),
				),
		);
	}
	const changed = status || token ? eq(connections.lastEventId, eventId) : stands;
	return [...statements, eventAbout(orm, and(where, changed), { id: eventId, type: change.event, now })];
}

/** Changes one connection. Gives the ids of events that wait for the queue. */
export async function changeConnection(
	database: Database,
	connectionId: string,
	told: Omit<Told, 'where'>,
): Promise<string[]> {
	const waiting = await database.run(async (orm) => {
		const results = await inOneTransaction(orm, [
			...changeStatements(orm, { ...told, where: eq(connections.id, connectionId) }),
			unqueuedAmong(orm, [told.eventId]),
		]);
		return results.at(-1) as { id: string }[];
	});
	return waiting.map(({ id }) => id);
}
