/** Connections, their accounts and their transactions, for the merchant's server. */
import type { Context } from 'hono';
import type { AppEnv, ContextWithId } from '../app-env.ts';
import { readAccounts } from '../connections/accounts.ts';
import { deleteConnection as deleteStep } from '../connections/delete.ts';
import { connectionToJson } from '../connections/to-json.ts';
import { updateConnection as updateStep } from '../connections/update.ts';
import {
	type AccountsAnswer,
	accountsQuery,
	type Connection,
	type ConnectionsAnswer,
	connectionsQuery,
	connectionUpdateRequest,
	noParameters,
	type TransactionsAnswer,
	transactionsQuery,
} from '../contract.ts';
import { ApiError } from '../errors.ts';
import {
	findConnectionByPublicId,
	institutionOf,
	listConnections as listRows,
} from '../store/connections.ts';
import type { ConnectionRow } from '../store/schema.ts';
import { readTransactions } from '../transactions/read.ts';
import { readPage } from './page.ts';
import { bodyOf, queryOf } from './parameters.ts';

/** `GET /v1/connections` */
export async function listConnections(c: Context<AppEnv>): Promise<Response> {
	const query = queryOf(c, connectionsQuery);
	const { rows, nextCursor } = await readPage(query, (page) =>
		listRows(c.get('database'), { clientUserId: query.client_user_id, status: query.status, ...page }),
	);
	const answer: ConnectionsAnswer = {
		connections: rows.map(connectionToJson),
		next_cursor: nextCursor,
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** `GET /v1/connections/:id` */
export async function getConnection(c: ContextWithId): Promise<Response> {
	queryOf(c, noParameters);
	return answer(c, await connectionOf(c));
}

/** `POST /v1/connections/:id` */
export async function updateConnection(c: ContextWithId): Promise<Response> {
	const request = await bodyOf(c, connectionUpdateRequest);
	return answer(c, await updateStep(c.var, await usableConnectionOf(c), request));
}

/** `DELETE /v1/connections/:id` */
export async function deleteConnection(c: ContextWithId): Promise<Response> {
	queryOf(c, noParameters);
	return answer(c, await deleteStep(c.var, await connectionOf(c)));
}

/** `GET /v1/connections/:id/accounts` */
export async function listAccounts(c: ContextWithId): Promise<Response> {
	const { balances } = queryOf(c, accountsQuery);
	const connection = await usableConnectionOf(c);
	const answer: AccountsAnswer = {
		accounts: await readAccounts(c.var, connection, balances),
		balances,
		institution: institutionOf(connection),
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** `GET /v1/connections/:id/transactions` */
export async function listTransactions(c: ContextWithId): Promise<Response> {
	const { cursor } = queryOf(c, transactionsQuery);
	const answer: TransactionsAnswer = {
		...(await readTransactions(c.var, await usableConnectionOf(c), cursor)),
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

function answer(c: Context<AppEnv>, row: ConnectionRow): Response {
	const body: Connection = { ...connectionToJson(row), request_id: c.get('requestId') };
	return c.json(body);
}

/** The connection in the path. @throws ApiError `connection_not_found` */
async function connectionOf(c: ContextWithId): Promise<ConnectionRow> {
	const row = await findConnectionByPublicId(c.get('database'), c.req.param('id'));
	if (!row) throw new ApiError('connection_not_found');
	return row;
}

/** The connection in the path, if it is not removed. @throws ApiError `connection_not_found`, `connection_removed` */
export async function usableConnectionOf(c: ContextWithId): Promise<ConnectionRow> {
	const row = await connectionOf(c);
	if (row.status === 'removed') throw new ApiError('connection_removed');
	return row;
}
