/**
 * Events: what happened, kept for a reader and sent to every webhook endpoint that wants to know.
 * @see https://docs.stripe.com/api/events/object
 */
import type Stripe from 'stripe';
import type { State } from '../state.ts';
import { sendWebhook } from '../webhooks.ts';
import { type StripeObject, stripeTime } from './endpoint.ts';
import type { StripeEvent } from './records.ts';
import { stripeSignature } from './signature.ts';
import { accountVersion } from './versions.ts';

/** On whose behalf something happens: a request's, or nobody's where the bank moved. */
export type Cause = {
	state: State;
	livemode: boolean;
	request: { id: string | null; idempotency_key: string | null };
};

/** Something that happens by itself, without a request. */
export const byItself = (state: State, livemode: boolean): Cause => ({
	state,
	livemode,
	request: { id: null, idempotency_key: null },
});

type Receiver = { url: string; secret: string; api_version: string | null };

/** Events happen in the order of the calls, and leave for each endpoint in that order. */
export function emit(
	{ state, livemode, request }: Cause,
	type: Stripe.Event['type'],
	object: StripeObject,
	previous?: Record<string, unknown>,
): void {
	const receivers = receiversOf(state, livemode, type);
	const event: StripeEvent = {
		id: state.ids.stripe('evt', 24),
		object: 'event',
		api_version: accountVersion,
		created: stripeTime(state.clock.now()),
		data: {
			object: structuredClone(object),
			...(previous ? { previous_attributes: structuredClone(previous) } : {}),
		},
		livemode,
		pending_webhooks: receivers.length,
		request,
		type,
	};
	state.stripeEvents.set(event.id, event);
	for (const { url, secret, api_version } of receivers) {
		sendWebhook(state, {
			api: 'stripe',
			name: type,
			url,
			body: JSON.stringify({ ...event, api_version: api_version ?? accountVersion }, null, 2),
			sign: async (body) => ({
				'content-type': 'application/json; charset=utf-8',
				'stripe-signature': await stripeSignature(body, secret, state.clock.now()),
				'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
			}),
			accepts: (status) => status >= 200 && status < 300,
			retryAfter: (failures) => retries[livemode ? 'live' : 'test'][failures - 1] ?? null,
		});
	}
}

/** What of an object changed, as it was before: an event's `previous_attributes`. */
export function changesSince<Shown extends object>(before: Shown, after: Shown): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(before).filter(
			([name, value]) => JSON.stringify(value) !== JSON.stringify(after[name as keyof Shown]),
		),
	);
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * Waits between attempts. Stripe tells the bounds only: in test mode three within a few hours, in live mode ever
 * longer ones within three days.
 */
const retries = {
	test: [5 * minute, hour, 3 * hour],
	live: [5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 12 * hour, 12 * hour, 12 * hour, 12 * hour],
};

function receiversOf(state: State, livemode: boolean, type: string): Receiver[] {
	const { webhook } = state.stripe;
	const endpoints = [...state.webhookEndpoints.values()].filter(
		(endpoint) =>
			endpoint.livemode === livemode &&
			endpoint.status === 'enabled' &&
			(endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type)),
	);
	return [...(webhook ? [{ ...webhook, api_version: null }] : []), ...endpoints];
}
