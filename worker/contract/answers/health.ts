/** `GET /health`, and the answer to webhooks. */
import * as v from 'valibot';
import { type Answer, described } from '../describe.ts';
import { timeOrNull } from './fields.ts';

const check = v.strictObject({
	name: described(
		v.string(),
		'What was checked: `configuration`, `database`, `events`, `jobs`, or the error code of something that Plaid or Stripe refused.',
		'configuration',
	),
	ok: described(v.boolean(), 'Whether it is well.'),
	message: v.exactOptional(
		described(v.string(), 'What is wrong and what to do. Present only if `ok` is false.'),
	),
});

const job = v.strictObject({
	name: described(v.string(), 'The scheduled job, as the log names it.', 'flush_outbox'),
	last_success: timeOrNull('When it last succeeded, to five minutes; null if it never has.'),
	last_failure: timeOrNull('When it last failed, to five minutes; null if it never has.'),
});

export const health = v.strictObject({
	status: described(
		v.picklist(['ok', 'degraded']),
		'`ok`: all checks pass. `degraded`: the merchant has something to fix; `checks` says what.',
	),
	version: described(v.string(), 'The version of the Worker.', '0.1.0'),
	schema: described(
		v.nullable(v.pipe(v.number(), v.integer())),
		'The version of the database’s schema: the number of the last migration that was applied. Null if it cannot be read.',
		5,
	),
	checks: v.exactOptional(described(v.array(check), 'Each check with its result. Only with an API key.')),
	jobs: v.exactOptional(described(v.array(job), 'The scheduled jobs that have run. Only with an API key.')),
	oldest_undelivered_event: v.exactOptional(
		timeOrNull(
			'Since when the oldest event that is neither delivered nor `failed` waits for its delivery; null if none does. Only with an API key.',
		),
	),
});
export type HealthAnswer = Answer<typeof health>;

/** `POST /webhooks/plaid`, `POST /webhooks/stripe` */
export const webhookReceived = v.strictObject({
	received: described(v.literal(true), 'Always true: the webhook is stored, or was stored before.'),
});
export type WebhookAnswer = Answer<typeof webhookReceived>;
