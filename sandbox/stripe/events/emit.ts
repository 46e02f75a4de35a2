/**
 * Events: each one is stored, and sent to every webhook endpoint that subscribes to its type.
 * @see https://docs.stripe.com/api/events/object
 */
import type Stripe from 'stripe';
import { type Cause, type StripeObject, stripeTime } from '../endpoint.ts';
import type { StripeEvent } from '../records.ts';
import { accountVersion } from '../requests/versions.ts';
import { receiversOf, sendEvent } from './send-event.ts';

/** Emits an event about the object as it is now. Events are sent in the order of these calls. */
export const emit = (cause: Cause, type: Stripe.Event['type'], object: StripeObject): void =>
	emitEvent(cause, type, { object: structuredClone(object) });

/** Emits an event about a change. `previous` has the changed fields with their earlier values. */
export const emitChange = (
	cause: Cause,
	type: Stripe.Event['type'],
	{ object, previous }: { object: StripeObject; previous: Record<string, unknown> },
): void =>
	emitEvent(cause, type, {
		object: structuredClone(object),
		previous_attributes: structuredClone(previous),
	});

function emitEvent(
	{ state, livemode, request }: Cause,
	type: Stripe.Event['type'],
	data: StripeEvent['data'],
): void {
	const receivers = receiversOf(state, livemode, type);
	const event: StripeEvent = {
		id: state.ids.stripe('evt', 24),
		object: 'event',
		api_version: accountVersion,
		created: stripeTime(state.clock.now()),
		data,
		livemode,
		pending_webhooks: receivers.length,
		request,
		type,
	};
	state.stripeEvents.set(event.id, event);
	for (const receiver of receivers) sendEvent(state, event, receiver);
}

/** The earlier values of the fields that differ: an event's `previous_attributes`. */
export function changedFields<Shown extends object>(before: Shown, after: Shown): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(before).filter(
			([name, value]) => JSON.stringify(value) !== JSON.stringify(after[name as keyof Shown]),
		),
	);
}
