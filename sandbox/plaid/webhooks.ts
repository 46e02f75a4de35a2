/**
 * Plaid's webhooks: pretty-printed with two spaces, signed, and tried again for 24 hours.
 * @see https://plaid.com/docs/api/webhooks/
 */
import type { PlaidError } from 'plaid';
import type { State } from '../state.ts';
import { sendWebhook } from '../webhooks.ts';
import type { Item } from './records.ts';
import { signWebhook } from './webhook-keys.ts';
import type { Wire } from './wire.ts';

/** 30 s after the first failure, then each time four times as long, as far as that stays within 24 hours. */
const retries = [0, 1, 2, 3, 4, 5].map((failures) => 30_000 * 4 ** failures);

/** Sends a webhook to `url`, or nothing where there is none. `environment` is added. */
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
		retryAfter: (failures) => retries[failures - 1] ?? null,
	});
}

/** Sends a webhook about an Item to the Item's own address; `/item/get` tells the last one. */
export function sendItemWebhook(
	state: State,
	item: Item,
	webhook_type: string,
	webhook_code: string,
	details: Record<string, unknown> = {},
): void {
	if (item.webhook === null) return;
	item.lastWebhook = { code: webhook_code, sentAt: state.clock.now() };
	const body = { webhook_type, webhook_code, item_id: item.itemId, ...details };
	sendPlaidWebhook(state, item.webhook, body);
}

/** An error as webhooks carry it: with the status that a request would have had. */
export const webhookError = (error: Wire<PlaidError>) => ({
	error_type: error.error_type,
	error_code: error.error_code,
	error_message: error.error_message,
	display_message: error.display_message,
	status: 400,
});
