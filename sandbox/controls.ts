/** The sandbox's own API under `/_sandbox/`: JSON in and out. `docs/sandbox.md` documents it. */
import { Hono } from 'hono';
import * as v from 'valibot';
import { DurationError, isDuration } from './clock.ts';
import { faultFields } from './faults.ts';
import { maskSecrets } from './mask-secrets.ts';
import { requireLogin } from './plaid/item-lifecycle.ts';
import type { Item, PlaidSettings } from './plaid/records.ts';
import { currentWebhookKey, rotateWebhookKey } from './plaid/webhook-keys.ts';
import { sendItemWebhook } from './plaid/webhooks.ts';
import type { State } from './state.ts';
import { StripeRefusal } from './stripe/errors.ts';
import { PaymentControlError, paymentOutcomes, settlePayment } from './stripe/payments/payment-control.ts';
import type { StripeSettings } from './stripe/settings.ts';
import { setWebhookMode, type Webhook, webhookModes, webhooksSettled } from './webhooks.ts';

/** A request that a control cannot fulfill: answered with 400. The message says what the control accepts. */
class ControlError extends Error {
	override name = 'ControlError';
}

/** Errors that are the caller's. All others are bugs of the sandbox. */
const callerErrors = [ControlError, DurationError, PaymentControlError, StripeRefusal];

const plaidSettingsFields = v.strictObject({
	redirect_uris: v.exactOptional(v.nullable(v.array(v.string()))),
	rate_limits: v.exactOptional(v.boolean()),
});

const stripeSettingsFields = v.strictObject({
	linked: v.exactOptional(v.boolean()),
	ach: v.exactOptional(v.boolean()),
	mode: v.exactOptional(v.picklist(['test', 'live'])),
	webhook: v.exactOptional(
		v.nullable(
			v.strictObject({
				url: v.pipe(v.string(), v.url()),
				secret: v.pipe(v.string(), v.startsWith('whsec_')),
			}),
		),
	),
	settle_after: v.exactOptional(v.nullable(v.pipe(v.string(), v.check(isDuration, 'must be like "5m"')))),
	transaction_limit: v.exactOptional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
	microdeposits: v.exactOptional(v.boolean()),
	permissions: v.exactOptional(v.nullable(v.array(v.pipe(v.string(), v.regex(/^rak_\w+_(read|write)$/))))),
	legacy_charges: v.exactOptional(v.boolean()),
});

/** All controls with the fields they accept. Errors quote these lines. */
const controls = [
	'POST reset {"seed"?}',
	'GET clock',
	'POST clock {"advance": "4h"}',
	'GET faults',
	'POST faults {"path", "method"?, "item"?, "times"?, "fault"}',
	'DELETE faults',
	'GET requests',
	'POST items/:id/reset_login',
	'POST items/:id/webhook {"webhook_type", "webhook_code", ...}',
	'GET plaid',
	'POST plaid {"redirect_uris"?: ["https://…"] | null, "rate_limits"?: true}',
	'GET stripe',
	'POST stripe {"linked"?, "ach"?, "mode"?, "webhook"?: {"url", "secret"}, "settle_after"?, "transaction_limit"?, "permissions"?, "microdeposits"?, "legacy_charges"?}',
	'POST payments/:id {"outcome": "succeeded" | "insufficient_funds" | "dispute" | ...}',
	'GET webhooks',
	'POST webhooks {"mode"?: "normal" | "hold" | "duplicate" | "shuffle", "rotate_key"?: true}',
];

export function controlsApp({ state, reset }: { state: State; reset: (seed?: string) => void }): Hono {
	const app = new Hono().basePath('/_sandbox');
	const stripeSettings = () => maskSecrets(state.stripe satisfies StripeSettings) as StripeSettings;
	const time = () => ({ now: new Date(state.clock.now()).toISOString(), ahead_ms: state.clock.offset() });

	// A page of another origin must not change a developer's sandbox without their knowledge.
	app.use(async (c, next) => {
		const origin = c.req.header('origin');
		if (origin === undefined || origin === new URL(c.req.url).origin) return next();
		const message = `The controls are for tools and for the sandbox's own page, not for ${origin.slice(0, 100)}.`;
		return c.json({ error: { message } }, 403);
	});
	app.post('/reset', async (c) => {
		const fields = v.strictObject({ seed: v.exactOptional(v.union([v.string(), v.number()])) });
		const { seed } = read(fields, await c.req.text(), 'reset');
		reset(seed === undefined ? undefined : String(seed));
		return c.json({ seed: state.seed });
	});
	app.get('/clock', (c) => c.json(time()));
	app.post('/clock', async (c) => {
		const { advance } = read(v.strictObject({ advance: v.string() }), await c.req.text(), 'clock');
		await state.clock.advance(advance);
		return c.json(time());
	});
	app.get('/faults', (c) => c.json({ faults: state.faults }));
	app.post('/faults', async (c) => {
		state.faults.push(read(faultFields, await c.req.text(), 'faults'));
		return c.json({ faults: state.faults });
	});
	app.delete('/faults', (c) => {
		state.faults.length = 0;
		return c.json({ faults: state.faults });
	});
	app.get('/requests', (c) => c.json({ requests: state.requestLog }));
	const itemOf = (id: string): Item => {
		const item = state.items.get(id);
		if (!item) throw new ControlError('There is no Item with this id.');
		return item;
	};
	app.post('/items/:id/reset_login', (c) => {
		const item = itemOf(c.req.param('id'));
		requireLogin(state, item);
		return c.json({ item_id: item.itemId, error: item.error?.error_code ?? null });
	});
	// Sends any webhook, including those that nothing in the sandbox causes. Other fields are passed through.
	app.post('/items/:id/webhook', async (c) => {
		const item = itemOf(c.req.param('id'));
		if (item.webhook === null) throw new ControlError('This Item has no webhook address.');
		const fields = v.looseObject({ webhook_type: v.string(), webhook_code: v.string() });
		sendItemWebhook(state, item, read(fields, await c.req.text(), 'items/:id/webhook'));
		await webhooksSettled(state);
		return c.json({ webhook: item.webhook });
	});
	app.get('/plaid', (c) => c.json(state.plaid satisfies PlaidSettings));
	app.post('/plaid', async (c) => {
		Object.assign(state.plaid, read(plaidSettingsFields, await c.req.text(), 'plaid'));
		return c.json(state.plaid);
	});
	app.get('/stripe', (c) => c.json(stripeSettings()));
	app.post('/stripe', async (c) => {
		Object.assign(state.stripe, read(stripeSettingsFields, await c.req.text(), 'stripe'));
		return c.json(stripeSettings());
	});
	app.post('/payments/:id', async (c) => {
		const fields = v.strictObject({ outcome: v.picklist(paymentOutcomes) });
		const { outcome } = read(fields, await c.req.text(), 'payments/:id');
		const charge = settlePayment(state, c.req.param('id'), outcome);
		await webhooksSettled(state);
		const { id, payment_intent, status, failure_code, disputed, amount_refunded } = charge;
		return c.json({ payment_intent, charge: id, status, failure_code, disputed, amount_refunded });
	});
	const webhooks = () => ({
		mode: state.webhooks.mode,
		key_id: currentWebhookKey(state).kid,
		webhooks: state.webhooks.sent.map(webhookJson),
	});
	app.get('/webhooks', (c) => c.json(webhooks()));
	app.post('/webhooks', async (c) => {
		const fields = v.strictObject({
			mode: v.exactOptional(v.picklist(webhookModes)),
			rotate_key: v.exactOptional(v.literal(true)),
		});
		const { mode, rotate_key } = read(fields, await c.req.text(), 'webhooks');
		if (rotate_key) rotateWebhookKey(state);
		if (mode) setWebhookMode(state, mode);
		await webhooksSettled(state);
		return c.json(webhooks());
	});
	app.notFound((c) =>
		c.json(
			{
				error: { message: `There is no control ${c.req.method} ${c.req.path}. The controls are:`, controls },
			},
			404,
		),
	);
	app.onError((error, c) => {
		if (!callerErrors.some((type) => error instanceof type)) throw error;
		return c.json({ error: { message: error.message } }, 400);
	});
	return app;
}

/** A webhook with its body as JSON, secrets masked, and ISO times. */
const webhookJson = ({ body, createdAt, nextAttemptAt, attempts, ...rest }: Webhook) => ({
	...rest,
	created_at: new Date(createdAt).toISOString(),
	next_attempt_at: nextAttemptAt === null ? null : new Date(nextAttemptAt).toISOString(),
	attempts: attempts.map((attempt) => ({ ...attempt, at: new Date(attempt.at).toISOString() })),
	body: maskSecrets(JSON.parse(body)),
});

/** Validates a control's body. An empty body is `{}`. Throws `ControlError` with the control's usage. */
function read<Schema extends v.GenericSchema>(
	schema: Schema,
	text: string,
	control: string,
): v.InferOutput<Schema> {
	let body: unknown;
	try {
		body = text === '' ? {} : JSON.parse(text);
	} catch {
		throw new ControlError('The body could not be parsed as JSON.');
	}
	const result = v.safeParse(schema, body);
	if (result.success) return result.output;
	const usage = controls.find((line) => line.startsWith(`POST ${control} `));
	const issue = result.issues[0];
	const path = v.getDotPath(issue);
	throw new ControlError(`${path ? `'${path}': ` : ''}${issue.message}. Usage: ${usage}`);
}
