/** `/webhook_verification_key/get`: the public key that verifies webhooks. @see https://plaid.com/docs/api/webhooks/webhook-verification/ */
import type { WebhookVerificationKeyGetResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { text } from '../fields.ts';
import { publicWebhookKey } from '../webhook-keys.ts';
import type { Wire } from '../wire.ts';

export const webhookVerificationKeyGet = endpoint(
	v.strictObject({ key_id: text }),
	async ({ state, requestId }, { key_id }) => {
		const key = state.plaidWebhookKeys.find(({ kid }) => kid === key_id);
		if (!key) throw refuse('INVALID_WEBHOOK_VERIFICATION_KEY_ID');
		return {
			key: await publicWebhookKey(key),
			request_id: requestId,
		} satisfies Wire<WebhookVerificationKeyGetResponse>;
	},
);
