/** Events. They can be read for 30 days. @see https://docs.stripe.com/api/events */
import type { StripeEndpoint } from '../endpoint.ts';
import { invalidParameter } from '../errors.ts';
import { findRecords, requireRecord } from '../requests/find-record.ts';
import { listPage, listParameters } from '../requests/pagination.ts';
import { optionalBoolean, optionalText, optionalTexts } from '../requests/parameters.ts';

const permission = 'rak_event_read';

/** How long events are listed, in seconds. */
const lifetime = 30 * 86_400;

export const eventsRetrieve: StripeEndpoint = {
	permission,
	parameters: [],
	returns: 'event',
	handle: (call) =>
		requireRecord(call, call.state.stripeEvents, { id: call.path.id, what: 'event', param: 'id' }),
};

export const eventsList: StripeEndpoint = {
	permission,
	parameters: ['created', 'delivery_success', 'type', 'types', ...listParameters],
	returns: { listOf: 'event' },
	handle: (call) => {
		const { state, parameters } = call;
		const type = optionalText(parameters, 'type');
		const types = optionalTexts(parameters, 'types');
		if (type && types) {
			throw invalidParameter('types', 'You may only specify one of these parameters: type, types.');
		}
		// Validated without effect.
		optionalBoolean(parameters, 'delivery_success');
		const oldest = state.clock.now() / 1000 - lifetime;
		const found = findRecords(call, state.stripeEvents, [])
			.filter((event) => event.created >= oldest)
			.filter((event) => !type || matchesType(type, event.type))
			.filter((event) => !types || types.includes(event.type));
		return listPage(found, { url: '/v1/events', what: 'event', parameters, toJson: (event) => event });
	},
};

/** `payment_intent.*` matches every type that starts with `payment_intent.`. */
const matchesType = (pattern: string, type: string): boolean =>
	pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
