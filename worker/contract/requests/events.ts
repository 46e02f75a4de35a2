/** What the merchant's server sends about events. */
import * as v from 'valibot';
import { described } from '../describe.ts';
import { pageCursor, pageLimit, text } from './fields.ts';

/** `GET /v1/events` */
export const eventsQuery = v.strictObject({
	connection: v.optional(described(text(100), 'Return only the events of this connection (`conn_…`).')),
	limit: pageLimit,
	cursor: pageCursor,
});
