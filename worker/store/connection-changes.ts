/**
 * Changes of a connection's status and of its bank account token's state, each with its event.
 *
 * Both columns have a time beside them: when the thing happened that set them. What happened earlier and is reported
 * later changes nothing, so the result is the same in whatever order reports arrive.
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
	/** The token changes only at this institution. */
	atInstitution?: string;
	/** The token changes only if the chosen account is one of these. */
	ofAccounts?: string[];
	/** Sent if something has changed; always sent if the change names neither status nor token. */
	event: EventType;
};

type ChangeReport = {
	change: Change;
	eventId: string;
	/** When it happened. Milliseconds since 1970. */
	occurredAt: number;
	now: number;
};

/** If several changes happened in the same second, the one with the highest severity wins. */
const severity: Record<ConnectionStatus, number> = {
	active: 0,
	pending_disconnect: 1,
	login_required: 2,
	revoked: 3,
	removed: 4,
};

/** A removed connection never changes again. */
const exists = sql`status <> 'removed'`;

/** The statements of a change, for one transaction. `where` names the connections, by id or by Item. */
export function changeStatements({
	where,
	change,
	eventId,
	occurredAt,
	now,
}: ChangeReport & { where: Sql }): Sql[] {
	const statements: Sql[] = [];
	const { status, token, atInstitution, ofAccounts } = change;
	if (status) {
		const at = occurredAt + severity[status];
		const set = connections.set({
			status,
			statusSince: sql`iif(status = ${status}, status_since, ${occurredAt})`,
			lastEventId: sql`iif(status = ${status}, last_event_id, ${eventId})`,
			statusOccurredAt: at,
			disconnectAt: change.disconnectAt ?? null,
			updatedAt: now,
			// Plaid has removed the Item: the token is of no more use.
			accessToken: status === 'removed' ? '' : undefined,
		});
		const isNewer = status === 'removed' ? undefined : sql`status_occurred_at < ${at}`;
		statements.push(sql`update connections set ${set} where ${and(where, exists, isNewer)}`);
	}
	if (token) {
		const set = connections.set({
			bankAccountTokenState: token,
			lastEventId: sql`iif(bank_account_token_state = ${token}, last_event_id, ${eventId})`,
			bankAccountTokenOccurredAt: occurredAt,
			// Stripe's payment method was made from the outdated token: the next payment attaches a new one.
			paymentMethod: token === 'renew' ? null : undefined,
			updatedAt: now,
		});
		const which = and(
			where,
			exists,
			sql`bank_account_token_occurred_at < ${occurredAt}`,
			atInstitution === undefined ? undefined : sql`institution_id = ${atInstitution}`,
			ofAccounts === undefined
				? undefined
				: sql`account_id in (select value from json_each(${JSON.stringify(ofAccounts)}))`,
		);
		statements.push(sql`update connections set ${set} where ${which}`);
	}
	const isChanged = status || token ? sql`last_event_id = ${eventId}` : exists;
	return [...statements, eventAbout(and(where, isChanged), { id: eventId, type: change.event, now })];
}

/** Changes one connection. Returns the ids of the events that are not in the queue. */
export async function changeConnection(
	database: Database,
	connectionId: string,
	report: ChangeReport,
): Promise<string[]> {
	const [waiting] = await database.transaction(
		changeStatements({ ...report, where: sql`id = ${connectionId}` }),
		unqueued(report.eventId),
	);
	return idsOf(waiting);
}
