/** Events, webhooks and health. */

import * as answers from '../../contract/answers.ts';
import * as contract from '../../contract.ts';
import type { Operation } from '../operation.ts';
import { plaidErrors, stripeErrors } from './errors.ts';

export const eventOperations: Operation[] = [
	{
		method: 'get',
		path: '/v1/events',
		id: 'listEvents',
		summary: 'List events',
		description:
			'What has happened in the last thirty days, newest first, and whether it was delivered to `EVENTS_URL`.',
		by: 'merchant',
		query: contract.eventsQuery,
		status: 200,
		answer: answers.eventList,
		errors: [],
	},
	{
		method: 'post',
		path: '/v1/events/{id}/send',
		pathId: 'The event’s id, `evt_…`.',
		id: 'sendEvent',
		summary: 'Send an event again',
		description:
			'Sends the event to `EVENTS_URL` again, whether it was delivered, was given up, or still waits.',
		by: 'merchant',
		body: contract.noParameters,
		status: 202,
		answer: answers.eventSent,
		errors: ['event_not_found', 'events_not_configured'],
	},
	{
		method: 'post',
		path: '/webhooks/plaid',
		id: 'receivePlaidWebhook',
		summary: 'Receive a webhook of Plaid',
		description:
			'Verifies Plaid’s signature, and stores the webhook with its effect in one transaction. The same webhook again changes nothing.',
		by: 'webhook',
		status: 200,
		answer: answers.webhookReceived,
		errors: ['webhook_invalid', 'rate_limited', ...plaidErrors],
	},
	{
		method: 'post',
		path: '/webhooks/stripe',
		id: 'receiveStripeWebhook',
		summary: 'Receive a webhook of Stripe',
		description:
			'Verifies Stripe’s signature, asks Stripe for the object that the event is about, and stores what it says. The same webhook again changes nothing.',
		by: 'webhook',
		status: 200,
		answer: answers.webhookReceived,
		errors: [...stripeErrors, 'webhook_invalid', 'webhook_not_configured'],
	},
	{
		method: 'get',
		path: '/health',
		id: 'getHealth',
		summary: 'Check the health of the Worker',
		description:
			'Says whether the Worker is well. With an API key it also says what the merchant has to fix, when each scheduled job last succeeded, and since when the oldest undelivered event waits. 503 if nothing works: the configuration is wrong, or the database does not answer or is outdated. The answer has no secrets and is up to ten seconds old.',
		by: 'anybody',
		status: 200,
		unwellStatus: 503,
		answer: answers.health,
		errors: [],
	},
];
