import type { Context } from 'hono';
import type { AppEnv, ContextWithId } from '../app-env.ts';
import { type EventSentAnswer, type EventsAnswer, eventsQuery, noParameters } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { sendEventAgain } from '../events/send-again.ts';
import { eventToJson } from '../events/to-json.ts';
import { findEvent, listEvents as listRows } from '../store/events.ts';
import { isId } from '../store/ids.ts';
import type { EventRow } from '../store/schema.ts';
import { readPage } from './page.ts';
import { bodyOf, queryOf } from './parameters.ts';

/** `GET /v1/events` */
export async function listEvents(c: Context<AppEnv>): Promise<Response> {
	const query = queryOf(c, eventsQuery);
	const { livemode, events } = c.get('config');
	const { rows, nextCursor } = await readPage(query, (page) =>
		listRows(c.get('database'), { connection: query.connection, ...page }),
	);
	const answer: EventsAnswer = {
		events: rows.map((row) => ({
			...eventToJson(row, livemode),
			delivery: events ? deliveryOf(row) : 'none',
		})),
		next_cursor: nextCursor,
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** `POST /v1/events/:id/send` */
export async function sendEvent(c: ContextWithId): Promise<Response> {
	await bodyOf(c, noParameters);
	const id = c.req.param('id');
	const row = isId('evt', id) ? await findEvent(c.get('database'), id) : undefined;
	if (!row) throw new ApiError('event_not_found');
	await sendEventAgain(c.var, row);
	const answer: EventSentAnswer = { id: row.id, delivery: 'waiting', request_id: c.get('requestId') };
	return c.json(answer, 202);
}

function deliveryOf({ deliveredAt, failedAt }: EventRow): 'delivered' | 'failed' | 'waiting' {
	if (deliveredAt !== null) return 'delivered';
	return failedAt === null ? 'waiting' : 'failed';
}
