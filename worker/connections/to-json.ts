/** A connection as the merchant's server reads it. */
import type { Connection } from '../contract.ts';
import { accountOf, institutionOf } from '../store/connections.ts';
import type { ConnectionRow } from '../store/schema.ts';

export const connectionToJson = (row: ConnectionRow): Omit<Connection, 'request_id'> => ({
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
