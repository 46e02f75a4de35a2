/** Webhook endpoints. @see https://docs.stripe.com/api/webhook_endpoints */
import type Stripe from 'stripe';
import { type StripeCall, type StripeEndpoint, stripeTime } from '../endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter } from '../errors.ts';
import type { WebhookEndpoint } from '../records.ts';
import { mergeMetadata } from '../requests/common-fields.ts';
import { requireRecord } from '../requests/find-record.ts';
import type { Form } from '../requests/form.ts';
import { listPage, listParameters } from '../requests/pagination.ts';
import { optionalBoolean, optionalText, optionalTexts, requiredText } from '../requests/parameters.ts';
import { requireValidVersion } from '../requests/versions.ts';

const readPermission = 'rak_webhook_read';
const writePermission = 'rak_webhook_write';

/** Per mode. */
const maximumEndpoints = 16;

/** Without the secret, which only the response to create includes. */
function endpointJson({ secret: _secret, ...endpoint }: WebhookEndpoint) {
	return endpoint satisfies Stripe.WebhookEndpoint;
}

export const webhookEndpointsCreate: StripeEndpoint = {
	permission: writePermission,
	parameters: ['url', 'enabled_events', 'api_version', 'connect', 'description', 'metadata'],
	returns: 'webhook_endpoint',
	handle: ({ state, livemode, parameters }) => {
		const url = readUrl(requiredText(parameters, 'url'), livemode);
		const enabled_events = readEvents(parameters);
		if (!enabled_events) throw missingParameter('enabled_events');
		const version = optionalText(parameters, 'api_version');
		const sameMode = [...state.webhookEndpoints.values()].filter((one) => one.livemode === livemode);
		if (sameMode.length >= maximumEndpoints) {
			throw invalidRequest(
				`You have reached the maximum of ${maximumEndpoints} ${livemode ? 'live' : 'test'} webhook endpoints.`,
			);
		}
		const endpoint: WebhookEndpoint = {
			id: state.ids.stripe('we', 24),
			object: 'webhook_endpoint',
			api_version: version ? requireValidVersion(version) : null,
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
	permission: readPermission,
	parameters: [],
	returns: 'webhook_endpoint',
	handle: (call) => endpointJson(requireEndpoint(call)),
};

export const webhookEndpointsList: StripeEndpoint = {
	permission: readPermission,
	parameters: listParameters,
	returns: { listOf: 'webhook_endpoint' },
	handle: ({ state, livemode, parameters }) => {
		const found = [...state.webhookEndpoints.values()].filter((one) => one.livemode === livemode).reverse();
		const url = '/v1/webhook_endpoints';
		return listPage(found, { url, what: 'webhook endpoint', parameters, toJson: endpointJson });
	},
};

/** Changes everything except the version of the API. */
export const webhookEndpointsUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: ['url', 'enabled_events', 'disabled', 'description', 'metadata'],
	returns: 'webhook_endpoint',
	handle: (call) => {
		const { livemode, parameters } = call;
		const endpoint = requireEndpoint(call);
		const url = parameters.url === undefined ? endpoint.url : requiredText(parameters, 'url');
		const changes = {
			url: readUrl(url, livemode),
			enabled_events: readEvents(parameters) ?? endpoint.enabled_events,
			metadata: mergeMetadata(endpoint.metadata, parameters.metadata),
		};
		const disabled = optionalBoolean(parameters, 'disabled');
		const description = optionalText(parameters, 'description');
		Object.assign(endpoint, changes);
		if (disabled !== undefined) endpoint.status = disabled ? 'disabled' : 'enabled';
		if (description !== undefined) endpoint.description = description;
		return endpointJson(endpoint);
	},
};

export const webhookEndpointsDelete: StripeEndpoint = {
	permission: writePermission,
	parameters: [],
	returns: 'webhook_endpoint',
	handle: (call) => {
		const { id } = requireEndpoint(call);
		call.state.webhookEndpoints.delete(id);
		return { id, object: 'webhook_endpoint', deleted: true } satisfies Stripe.DeletedWebhookEndpoint;
	},
};

/** The endpoint that the path names. */
const requireEndpoint = (call: StripeCall): WebhookEndpoint =>
	requireRecord(call, call.state.webhookEndpoints, {
		id: call.path.id,
		what: 'webhook endpoint',
		param: 'webhook_endpoint',
	});

/** In test mode any address, including those of this machine. In live mode it must be https, as at Stripe. */
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
