/** `GET /health`, and the answer to webhooks. */
import * as v from 'valibot';
import { type Answer, described } from '../describe.ts';

export const health = v.strictObject({
	status: described(
		v.picklist(['ok', 'degraded']),
		'`ok`: all checks pass. `degraded`: the merchant has something to fix; `checks` says what.',
	),
	checks: described(
		v.array(
			v.strictObject({
				name: described(
					v.string(),
					'What was checked: `configuration`, `database`, `events`, or the error code of something that Plaid or Stripe refused.',
					'configuration',
				),
				ok: described(v.boolean(), 'Whether it is well.'),
				message: v.exactOptional(
					described(v.string(), 'What is wrong and what to do. Present only if `ok` is false.'),
				),
			}),
		),
		'Each check with its result.',
	),
	version: described(v.string(), 'The version of the Worker.', '0.1.0'),
});
export type HealthAnswer = Answer<typeof health>;

/** `POST /webhooks/plaid`, `POST /webhooks/stripe` */
export const webhookReceived = v.strictObject({
	received: described(v.literal(true), 'Always true: the webhook is stored, or was stored before.'),
});
export type WebhookAnswer = Answer<typeof webhookReceived>;
