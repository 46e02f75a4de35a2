import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { connectionToJson } from '../connections/to-json.ts';
import {
	type Connection,
	type ConnectionsAnswer,
	connectionsQuery,
	connectionUpdateRequest,
	noParameters,
} from '../contract.ts';
import { ApiError } from '../errors.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import { readJsonObject } from '../read-body.ts';
import { changeConnection } from '../store/connection-changes.ts';
import {
	findConnection,
	findConnectionByPublicId,
	listConnections,
	updateConnection,
} from '../store/connections.ts';
import { newId } from '../store/ids.ts';
import { cursorAt, pageStart } from '../store/pagination.ts';
import type { ConnectionRow } from '../store/schema.ts';

const usualLimit = 20;

/** `GET /v1/connections`: newest first, one more than the page to know whether there is another. */
export async function getConnections(c: Context<AppEnv>): Promise<Response> {
	const asked = checkParameters(connectionsQuery, queryOf(c.req.raw));
	const limit = asked.limit ?? usualLimit;
	const rows = await listConnections(c.get('database'), {
		clientUserId: asked.client_user_id,
		status: asked.status,
		after: pageStart(asked.cursor),
		limit: limit + 1,
	});
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	const answer: ConnectionsAnswer = {
		connections: page.map(connectionToJson),
		next_cursor: rows.length > limit && last ? cursorAt(last) : null,
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** `GET /v1/connections/:id` */
export async function getConnection(c: Context<AppEnv>): Promise<Response> {
	checkParameters(noParameters, queryOf(c.req.raw));
	return answer(c, await connectionOf(c));
}

/** `POST /v1/connections/:id`: claims it for a user, names its Stripe Customer, adds the merchant's own data. */
export async function postConnection(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(connectionUpdateRequest, await readJsonObject(c.req.raw));
	const connection = await standingConnectionOf(c);
	const claimed = request.client_user_id;
	const names = Object.keys({ ...connection.metadata, ...request.metadata });
	if (names.length > 50) {
		throw new ApiError('parameter_invalid', {
			param: 'metadata',
			message: '`metadata` may have at most 50 names, those that are there included.',
		});
	}
	const { row, waiting } = await updateConnection(c.get('database'), connection.id, {
		clientUserId: claimed,
		stripeCustomer: request.stripe_customer,
		metadata: request.metadata,
		now: c.get('now')(),
	});
	if (claimed !== undefined && row.clientUserId !== claimed) throw new ApiError('connection_claimed');
	c.get('announce')(waiting);
	return answer(c, row);
}

/** `DELETE /v1/connections/:id`: at Plaid first, then here. What Plaid has removed already is no failure. */
export async function deleteConnection(c: Context<AppEnv>): Promise<Response> {
	checkParameters(noParameters, queryOf(c.req.raw));
	const connection = await connectionOf(c);
	if (connection.status === 'removed') return answer(c, connection);
	const database = c.get('database');
	const access_token = await c.get('seal').open(connection.accessToken, connection.id);
	try {
		await c.get('plaid').itemRemove({ access_token });
	} catch (error) {
		if (!(error instanceof ApiError) || !isGone(error)) throw error;
	}
	const now = c.get('now')();
	const waiting = await changeConnection(database, connection.id, {
		change: { status: 'removed', event: 'connection.removed' },
		eventId: newId('evt'),
		occurredAt: now,
		now,
	});
	c.get('announce')(waiting);
	return answer(c, (await findConnection(database, connection.id)) ?? connection);
}

/** Not a refusal by the bank: only what says that Plaid has the Item no more. */
const isGone = ({ details }: ApiError): boolean =>
	/^(ITEM_NOT_FOUND|ITEM_CONCURRENTLY_DELETED|INVALID_ACCESS_TOKEN)$/.test(details.plaid?.error_code ?? '');

function answer(c: Context<AppEnv>, row: ConnectionRow): Response {
	const body: Connection = { ...connectionToJson(row), request_id: c.get('requestId') };
	return c.json(body);
}

/** The connection that the path names. @throws ApiError `connection_not_found` */
export async function connectionOf(c: Context<AppEnv>): Promise<ConnectionRow> {
	const row = await findConnectionByPublicId(c.get('database'), c.req.param('id') ?? '');
	if (!row) throw new ApiError('connection_not_found');
	return row;
}

/** One that can still be asked about. @throws ApiError `connection_not_found`, `connection_removed` */
export async function standingConnectionOf(c: Context<AppEnv>): Promise<ConnectionRow> {
	const row = await connectionOf(c);
	if (row.status === 'removed') throw new ApiError('connection_removed');
	return row;
}
