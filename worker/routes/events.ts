import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { type EventSentAnswer, type EventsAnswer, eventsQuery, noParameters } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { eventToJson } from '../events/to-json.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import { readJsonObject } from '../read-body.ts';
import { findEvent, listEvents, storeDelivery } from '../store/events.ts';
import { cursorAt, pageStart } from '../store/pagination.ts';
import type { EventRow } from '../store/schema.ts';

const usualLimit = 20;

/** `GET /v1/events`: what has happened, newest first, and whether it has arrived at EVENTS_URL. */
export async function getEvents(c: Context<AppEnv>): Promise<Response> {
	const { connection, limit = usualLimit, cursor } = checkParameters(eventsQuery, queryOf(c.req.raw));
	const after = pageStart(cursor);
	const rows = await listEvents(c.get('database'), { connection, after, limit: limit + 1 });
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	const { livemode, events } = c.get('config');
	const answer: EventsAnswer = {
		events: page.map((row) => ({
			...eventToJson(row, livemode),
			delivery: events ? deliveryOf(row) : 'none',
		})),
		next_cursor: rows.length > limit && last ? cursorAt(last) : null,
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** `POST /v1/events/:id/send`: once more, whether it arrived, was given up, or still waits. */
export async function sendEvent(c: Context<AppEnv>): Promise<Response> {
	checkParameters(noParameters, await readJsonObject(c.req.raw));
	const id = c.req.param('id') ?? '';
	const database = c.get('database');
	const row = /^evt_\w{1,100}$/.test(id) ? await findEvent(database, id) : undefined;
	if (!row) throw new ApiError('event_not_found');
	if (!c.get('config').events) throw new ApiError('events_not_configured');
	await storeDelivery(database, row.id);
	try {
		await c.get('enqueue')([row.id]);
	} catch (error) {
		// The clock does not look for what is older than the three days after which an event is given up.
		await storeDelivery(database, row.id, row);
		if (error instanceof ApiError) throw error;
		throw new ApiError('store_unavailable', {
			message: 'The queue did not take the event. Send the same request again.',
			cause: 'The queue did not take the event.',
		});
	}
	const answer: EventSentAnswer = { id: row.id, delivery: 'waiting', request_id: c.get('requestId') };
	return c.json(answer, 202);
}

function deliveryOf({ deliveredAt, failedAt }: EventRow): 'delivered' | 'failed' | 'waiting' {
	if (deliveredAt !== null) return 'delivered';
	return failedAt === null ? 'waiting' : 'failed';
}
