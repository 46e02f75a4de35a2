/** Webhook endpoints. @see https://docs.stripe.com/api/webhook_endpoints */
import type Stripe from 'stripe';
import type { State } from '../state.ts';
import { type StripeEndpoint, stripeTime } from './endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter, noSuch, otherMode } from './errors.ts';
import type { Form } from './form.ts';
import { listPage, listParameters } from './lists.ts';
import { mergeMetadata, optionalBoolean, optionalText, optionalTexts, requiredText } from './parameters.ts';
import type { WebhookEndpoint } from './records.ts';
import { checkVersion } from './versions.ts';

const endpointLimit = 16;

/** Without its secret, which only its making shows. */
function endpointObject({ secret: _secret, ...endpoint }: WebhookEndpoint) {
	return endpoint satisfies Stripe.WebhookEndpoint;
}

export const webhookEndpointsCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/webhook_endpoints',
	permission: 'rak_webhook_write',
	parameters: ['url', 'enabled_events', 'api_version', 'connect', 'description', 'metadata'],
	returns: 'webhook_endpoint',
	answer: ({ state, livemode, parameters }) => {
		const url = readUrl(requiredText(parameters, 'url'), livemode);
		const enabled_events = readEvents(parameters);
		if (!enabled_events) throw missingParameter('enabled_events');
		const version = optionalText(parameters, 'api_version');
		const inThisMode = [...state.webhookEndpoints.values()].filter((one) => one.livemode === livemode);
		if (inThisMode.length >= endpointLimit) {
			throw invalidRequest(
				`You have reached the maximum of ${endpointLimit} ${livemode ? 'live' : 'test'} webhook endpoints.`,
			);
		}
		const endpoint: WebhookEndpoint = {
			id: state.ids.stripe('we', 24),
			object: 'webhook_endpoint',
			api_version: version ? checkVersion(version) : null,
			application: null,
			created: stripeTime(state.clock.now()),
			description: optionalText(parameters, 'description') ?? null,
			enabled_events,
			livemode,
			metadata: mergeMetadata({}, parameters.metadata),
			secret: state.ids.stripe('whsec', 32),
			status: 'enabled',
			url,
		};
		state.webhookEndpoints.set(endpoint.id, endpoint);
		return endpoint satisfies Stripe.WebhookEndpoint;
	},
};

export const webhookEndpointsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/webhook_endpoints/:id',
	permission: 'rak_webhook_read',
	parameters: [],
	returns: 'webhook_endpoint',
	answer: ({ state, livemode, path }) => endpointObject(requireEndpoint(state, path.id, livemode)),
};

export const webhookEndpointsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/webhook_endpoints',
	permission: 'rak_webhook_read',
	parameters: listParameters,
	returns: 'list of webhook_endpoint',
	answer: ({ state, livemode, parameters }) => {
		const found = [...state.webhookEndpoints.values()].filter((one) => one.livemode === livemode).reverse();
		const url = '/v1/webhook_endpoints';
		return listPage(found, { url, what: 'webhook endpoint', parameters, show: endpointObject });
	},
};

/** All but its version of the API, which stays what it was made with. */
export const webhookEndpointsUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/webhook_endpoints/:id',
	permission: 'rak_webhook_write',
	parameters: ['url', 'enabled_events', 'disabled', 'description', 'metadata'],
	returns: 'webhook_endpoint',
	answer: ({ state, livemode, path, parameters }) => {
		const endpoint = requireEndpoint(state, path.id, livemode);
		const url = parameters.url === undefined ? endpoint.url : requiredText(parameters, 'url');
		const changed = {
			url: readUrl(url, livemode),
			enabled_events: readEvents(parameters) ?? endpoint.enabled_events,
			metadata: mergeMetadata(endpoint.metadata, parameters.metadata),
		};
		const disabled = optionalBoolean(parameters, 'disabled');
		const description = optionalText(parameters, 'description');
		Object.assign(endpoint, changed);
		if (disabled !== undefined) endpoint.status = disabled ? 'disabled' : 'enabled';
		if (description !== undefined) endpoint.description = description;
		return endpointObject(endpoint);
	},
};

export const webhookEndpointsDelete: StripeEndpoint = {
	method: 'DELETE',
	path: '/v1/webhook_endpoints/:id',
	permission: 'rak_webhook_write',
	parameters: [],
	returns: 'webhook_endpoint',
	answer: ({ state, livemode, path }) => {
		const { id } = requireEndpoint(state, path.id, livemode);
		state.webhookEndpoints.delete(id);
		return { id, object: 'webhook_endpoint', deleted: true } satisfies Stripe.DeletedWebhookEndpoint;
	},
};

function requireEndpoint(state: State, id = '', livemode: boolean): WebhookEndpoint {
	const endpoint = state.webhookEndpoints.get(id);
	if (!endpoint) throw noSuch('webhook endpoint', id, 'webhook_endpoint', 404);
	if (endpoint.livemode !== livemode) {
		throw otherMode('webhook endpoint', id, 'webhook_endpoint', endpoint.livemode, 404);
	}
	return endpoint;
}

/** Any address in test mode, this machine's too: it is a sandbox. In live mode https, as Stripe wants it. */
function readUrl(url: string, livemode: boolean): string {
	if (!/^https?:\/\//.test(url)) {
		throw invalidParameter(
			'url',
			'Invalid URL: An explicit scheme (such as https) must be provided.',
			'url_invalid',
		);
	}
	if (!URL.canParse(url)) throw invalidParameter('url', 'Invalid URL', 'url_invalid');
	if (livemode && !url.startsWith('https:')) {
		throw invalidParameter('url', 'Invalid URL: live webhook endpoints must use https.', 'url_invalid');
	}
	return url;
}

function readEvents(parameters: Form): string[] | undefined {
	const events = optionalTexts(parameters, 'enabled_events');
	if (!events) return undefined;
	if (events.length === 0) throw invalidParameter('enabled_events', 'You must enable at least one event.');
	const wrong = events.find((event) => event !== '*' && !/^[a-z_]+(\.[a-z_]+)+$/.test(event));
	if (wrong !== undefined) {
		throw invalidParameter('enabled_events', `Invalid enabled_events: '${wrong}' is not a type of event.`);
	}
	if (events.includes('*') && events.length > 1) {
		throw invalidParameter('enabled_events', "'*' stands for all events, and cannot be given with others.");
	}
	return events;
}
