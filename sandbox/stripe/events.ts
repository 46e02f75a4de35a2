/** Events, as they can be read for 30 days. @see https://docs.stripe.com/api/events */
import type { StripeEndpoint } from './endpoint.ts';
import { invalidParameter } from './errors.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { optionalBoolean, optionalText, optionalTexts } from './parameters.ts';

const keptSeconds = 30 * 86_400;

export const eventsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/events/:id',
	permission: 'rak_event_read',
	parameters: [],
	returns: 'event',
	answer: ({ state, livemode, path }) =>
		requireRecord(state.stripeEvents, path.id, { what: 'event', param: 'id', livemode }),
};

export const eventsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/events',
	permission: 'rak_event_read',
	parameters: ['created', 'delivery_success', 'type', 'types', ...listParameters],
	returns: 'list of event',
	answer: ({ state, livemode, parameters }) => {
		const type = optionalText(parameters, 'type');
		const types = optionalTexts(parameters, 'types');
		if (type && types) {
			throw invalidParameter('types', 'You may only specify one of these parameters: type, types.');
		}
		optionalBoolean(parameters, 'delivery_success');
		const isOf = (wanted: string, found: string) =>
			wanted.endsWith('*') ? found.startsWith(wanted.slice(0, -1)) : found === wanted;
		const inTime = createdFilter(parameters);
		const oldest = state.clock.now() / 1000 - keptSeconds;
		const found = [...state.stripeEvents.values()]
			.filter((event) => event.livemode === livemode && event.created >= oldest && inTime(event))
			.filter((event) => !type || isOf(type, event.type))
			.filter((event) => !types || types.includes(event.type))
			.reverse();
		return listPage(found, { url: '/v1/events', what: 'event', parameters, show: (event) => event });
	},
};
