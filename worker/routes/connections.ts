import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { type Connection, connectionQuery } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import { accountOf, findConnection, institutionOf } from '../store/connections.ts';
import type { ConnectionRow } from '../store/schema.ts';

/** `GET /v1/connections/:id` */
export async function getConnection(c: Context<AppEnv>): Promise<Response> {
	checkParameters(connectionQuery, queryOf(c.req.raw));
	const row = await connectionOf(c);
	const answer: Connection = {
		id: row.id,
		object: 'connection',
		status: row.status,
		status_since: new Date(row.statusSince).toISOString(),
		account: accountOf(row),
		institution: institutionOf(row),
		livemode: row.livemode,
		created_at: new Date(row.createdAt).toISOString(),
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** The connection that the path names. @throws ApiError `connection_not_found` */
export async function connectionOf(c: Context<AppEnv>): Promise<ConnectionRow> {
	const id = c.req.param('id') ?? '';
	const row = /^conn_[0-9a-f]{32}$/.test(id) ? await findConnection(c.get('database'), id) : undefined;
	if (!row) throw new ApiError('connection_not_found');
	return row;
}
