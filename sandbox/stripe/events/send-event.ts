/** Sends events to webhook endpoints, signed. @see https://docs.stripe.com/webhooks */
import type { State } from '../../state.ts';
import { sendWebhook } from '../../webhooks.ts';
import type { StripeEvent } from '../records.ts';
import { accountVersion } from '../requests/versions.ts';

/** A webhook endpoint, or the URL in the settings. Without a version, events have the account's. */
export type EventReceiver = { url: string; secret: string; api_version: string | null };

export function receiversOf(state: State, livemode: boolean, type: string): EventReceiver[] {
	const { webhook } = state.stripe;
	const endpoints = [...state.webhookEndpoints.values()].filter(
		(endpoint) =>
			endpoint.livemode === livemode &&
			endpoint.status === 'enabled' &&
			(endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type)),
	);
	return [...(webhook ? [{ ...webhook, api_version: null }] : []), ...endpoints];
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * Milliseconds after each failure. Stripe documents only the totals: three retries in a few hours in test mode, and
 * retries with increasing delays for three days in live mode.
 */
const retryDelays = {
	test: [5 * minute, hour, 3 * hour],
	live: [5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 12 * hour, 12 * hour, 12 * hour, 12 * hour],
};

export function sendEvent(
	state: State,
	event: StripeEvent,
	{ url, secret, api_version }: EventReceiver,
): void {
	const delays = retryDelays[event.livemode ? 'live' : 'test'];
	sendWebhook(state, {
		api: 'stripe',
		name: event.type,
		url,
		body: JSON.stringify({ ...event, api_version: api_version ?? accountVersion }, null, 2),
		sign: async (body) => ({
			'content-type': 'application/json; charset=utf-8',
			'stripe-signature': await stripeSignature(body, secret, state.clock.now()),
			'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
		}),
		accepts: (status) => status >= 200 && status < 300,
		retryAfter: (failures) => delays[failures - 1] ?? null,
	});
}

/**
 * `Stripe-Signature` of a body: the time in seconds, and the HMAC-SHA256 of the time and the body. The key is the
 * whole secret, including `whsec_`.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
async function stripeSignature(body: string, secret: string, at: number): Promise<string> {
	const seconds = Math.floor(at / 1000);
	const encoder = new TextEncoder();
	const algorithm = { name: 'HMAC', hash: 'SHA-256' };
	const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
	const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(`${seconds}.${body}`));
	return `t=${seconds},v1=${toHex(signature)}`;
}

const toHex = (bytes: ArrayBuffer): string =>
	Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
