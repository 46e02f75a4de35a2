/** Events for the merchant: listed, and sent to `EVENTS_URL`. */
import * as v from 'valibot';
import { type Answer, described, extended, nullable } from '../describe.ts';
import { eventTypes } from '../values.ts';
import {
	bankAccountTokenState,
	connectionCustomer,
	connectionStatus,
	connectionUser,
	disconnectAt,
} from './connections.ts';
import { cents, id, livemode, nextCursor, objectName, textsByName, time } from './fields.ts';
import { paymentFailure, paymentStatus } from './payments.ts';

const eventPayment = v.strictObject({
	id: id('pay', 'The payment’s id.'),
	status: paymentStatus,
	amount: cents('In cents.', 6000),
	amount_refunded: cents('How much of it was refunded, in cents.', 0),
	failure: nullable(
		paymentFailure,
		'Why it failed, was disputed or was never sent. Null if none of that happened.',
	),
	metadata: described(textsByName, 'Your own data: texts by name.', { order: '42' }),
});

export const merchantEvent = described(
	v.strictObject({
		id: id('evt', 'The event’s id. It is sent more than once at times: skip an id that you have seen.'),
		object: objectName('event'),
		type: described(v.picklist(eventTypes), 'What happened.', 'payment.succeeded'),
		created_at: time('When it happened.'),
		livemode,
		data: described(
			v.strictObject({
				connection: id('conn', 'The connection that it is about.'),
				client_user_id: connectionUser,
				stripe_customer: connectionCustomer,
				status: connectionStatus,
				bank_account_token: bankAccountTokenState,
				disconnect_at: disconnectAt,
				authorization: v.exactOptional(
					id('auth', 'The authorization. Present in events of the type `authorization.…`.'),
				),
				payment: v.exactOptional(
					described(
						eventPayment,
						'The payment as it was when this happened. Present in events of the type `payment.…`.',
					),
				),
			}),
			'The connection as it was when this happened.',
		),
	}),
	'Something that happened to a connection, an authorization or a payment.',
);
/** What is sent to `EVENTS_URL`. */
export type MerchantEvent = v.InferOutput<typeof merchantEvent>;

export const listedEvent = described(
	extended(merchantEvent, {
		delivery: described(
			v.picklist(['none', 'waiting', 'delivered', 'failed']),
			'`none`: there is no `EVENTS_URL`. `waiting`: not delivered yet. `delivered`: your server has answered with 2xx. `failed`: given up after three days, until you send it again.',
		),
	}),
	'An event, and whether your server has it.',
);

export const eventList = v.strictObject({
	events: described(v.array(listedEvent), 'The events of this page, newest first.'),
	next_cursor: nextCursor,
});
export type EventsAnswer = Answer<typeof eventList>;

/** `POST /v1/events/:id/send` */
export const eventSent = v.strictObject({
	id: id('evt', 'The event’s id.'),
	delivery: described(v.literal('waiting'), 'It waits to be delivered again.'),
});
export type EventSentAnswer = Answer<typeof eventSent>;
