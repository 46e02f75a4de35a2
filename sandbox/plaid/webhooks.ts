/**
 * Plaid's webhooks: JSON indented by two spaces, signed, and retried for 24 hours.
 * @see https://plaid.com/docs/api/webhooks/
 */
import type { PlaidError } from 'plaid';
import type { State } from '../state.ts';
import { sendWebhook } from '../webhooks.ts';
import type { Item } from './records.ts';
import { signWebhook } from './webhook-keys.ts';
import type { Wire } from './wire.ts';

/** Milliseconds after each failure: 30 s, then four times longer each time, up to 24 hours in total. */
const retryDelays = [0, 1, 2, 3, 4, 5].map((failures) => 30_000 * 4 ** failures);

/** Sends a webhook to `url`, if there is one. Adds `environment`. */
export function sendPlaidWebhook(
	state: State,
	url: string | null | undefined,
	body: { webhook_type: string; webhook_code: string },
): void {
	if (!url) return;
	sendWebhook(state, {
		api: 'plaid',
		name: `${body.webhook_type}: ${body.webhook_code}`,
		url,
		body: JSON.stringify({ ...body, environment: 'sandbox' }, null, 2),
		sign: (text) => signWebhook(state, text),
		accepts: (status) => status === 200,
		retryAfter: (failures) => retryDelays[failures - 1] ?? null,
	});
}

/** Sends a webhook about an Item to the Item's webhook URL. `/item/get` shows the last one. */
export function sendItemWebhook(
	state: State,
	item: Item,
	{
		webhook_type,
		webhook_code,
		...details
	}: { webhook_type: string; webhook_code: string; [field: string]: unknown },
): void {
	if (item.webhook === null) return;
	item.lastWebhook = { code: webhook_code, sentAt: state.clock.now() };
	const body = { webhook_type, webhook_code, item_id: item.itemId, ...details };
	sendPlaidWebhook(state, item.webhook, body);
}

/** An error as in a webhook, with the HTTP status of a request that fails with it. */
export const webhookError = (error: Wire<PlaidError>) => ({
	error_type: error.error_type,
	error_code: error.error_code,
	error_message: error.error_message,
	display_message: error.display_message,
	status: 400,
});
