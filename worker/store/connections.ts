import type { Account, Connection, ConnectionStatus, Institution } from '../contract.ts';
import type { Database } from './database.ts';
import { type PageStart, pageWhere } from './pagination.ts';
import type { ConnectionRow } from './schema.ts';
import { and, type Sql, sql } from './sql.ts';
import { connections } from './tables.ts';

export async function findConnection(database: Database, id: string): Promise<ConnectionRow | undefined> {
	return database.first(connections.select`where id = ${id}`);
}

/** Those whose account Stripe knows by this `ba_…` or `pm_…`. */
export const findByPaymentMethod = (database: Database, id: string): Promise<ConnectionRow[]> =>
	database.all(connections.select`where payment_method = ${id}`);

/** By an id that somebody sent: what cannot be one is not looked for. */
export const findConnectionByPublicId = async (
	database: Database,
	id: string,
): Promise<ConnectionRow | undefined> =>
	/^conn_[0-9a-f]{32}$/.test(id) ? findConnection(database, id) : undefined;

/** Newest first. */
export const listConnections = (
	database: Database,
	given: {
		clientUserId: string | undefined;
		status: ConnectionStatus | undefined;
		after: PageStart | null;
		limit: number;
	},
): Promise<ConnectionRow[]> => {
	const { clientUserId, status, after, limit } = given;
	const which = and(
		clientUserId === undefined ? undefined : sql`client_user_id = ${clientUserId}`,
		status === undefined ? undefined : sql`status = ${status}`,
		pageWhere(after),
	);
	return database.all(connections.select`where ${which} order by created_at desc, id desc limit ${limit}`);
};

/** As far as an account is known to be the same, whoever connects it. */
export type AccountOfBank = { institutionId: string; account: Pick<Account, 'name' | 'mask'> };

/** Connections to it that still work. */
export const sameAccount = ({ institutionId, account }: AccountOfBank): Sql => sql`
	institution_id = ${institutionId} and account_name = ${account.name} and account_mask is ${account.mask}
	and status not in ('revoked', 'removed')`;

/** The same user's other connection to the same account at the same bank, the latest that still works. */
export async function findDuplicate(
	database: Database,
	given: AccountOfBank & { clientUserId: string; except?: string },
): Promise<string | null> {
	const { clientUserId, except } = given;
	const row = await database.first(sql<{ id: string }>`
		select id from connections
		where client_user_id = ${clientUserId} and ${sameAccount(given)} and id is not ${except ?? null}
		order by created_at desc, id desc limit 1`);
	return row?.id ?? null;
}

/** A connection as the merchant's server reads it. */
export const connectionAnswer = (row: ConnectionRow): Omit<Connection, 'request_id'> => ({
	id: row.id,
	object: 'connection',
	client_user_id: row.clientUserId,
	stripe_customer: row.stripeCustomer,
	metadata: row.metadata,
	status: row.status,
	status_since: new Date(row.statusSince).toISOString(),
	disconnect_at: row.disconnectAt === null ? null : new Date(row.disconnectAt).toISOString(),
	bank_account_token: row.bankAccountTokenState,
	account: accountOf(row),
	institution: institutionOf(row),
	authorization: row.authorizationId,
	livemode: row.livemode,
	created_at: new Date(row.createdAt).toISOString(),
});

/** The account that was chosen, or null as long as none is confirmed. */
export const accountOf = (row: ConnectionRow): Account | null =>
	row.accountId === null
		? null
		: {
				id: row.accountId,
				name: row.accountName ?? '',
				mask: row.accountMask,
				type: row.accountType ?? '',
				subtype: row.accountSubtype,
			};

export const institutionOf = (row: ConnectionRow): Institution => ({
	id: row.institutionId,
	name: row.institutionName,
});

/** The columns that hold an account. */
export const accountColumns = (account: Account) => ({
	accountId: account.id,
	accountName: account.name,
	accountMask: account.mask,
	accountType: account.type,
	accountSubtype: account.subtype,
});
