import type { Context } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../app-env.ts';
import type { WebhookAnswer } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { limitByAddress } from '../middleware/rate-limit.ts';
import { parseJson, readBody } from '../read-body.ts';
import { sha256 } from '../store/encoding.ts';
import { changeFor, plaidWebhook } from '../webhooks/plaid-effects.ts';
import { verifyPlaidWebhook } from '../webhooks/plaid-signature.ts';
import { isStale } from '../webhooks/stale.ts';
import { storeWebhook } from '../webhooks/store.ts';
import { applyStripeEvent, stripeEvent } from '../webhooks/stripe-effects.ts';

const mostBytes = 256 * 1024;

/** `POST /webhooks/plaid` */
export async function receivePlaidWebhook(c: Context<AppEnv>): Promise<Response> {
	const body = await boundedBody(c);
	const now = c.get('now')();
	const signedAt = await verifyPlaidWebhook(
		{ body, token: c.req.header('Plaid-Verification') },
		{ keys: c.get('webhookKeys'), now, beforeFetch: () => limitByAddress(c) },
	);
	const read = v.safeParse(plaidWebhook, parseJson(body));
	const known = read.success ? read.output : null;
	const webhook = {
		id: `wh_${(await sha256(`${signedAt}.${body}`)).slice(0, 32)}`,
		source: 'plaid' as const,
		type: known ? `${known.webhook_type}.${known.webhook_code}` : 'unknown',
		itemId: known?.item_id ?? null,
		body,
		// Never later than now: what we find out ourselves from here on has to outweigh it.
		occurredAt: Math.min(signedAt, now),
	};
	const change = known && changeFor(known);
	return stored(c, webhook, change && (await isStale(c.var, webhook, change)) ? null : change);
}

/** `POST /webhooks/stripe` */
export async function receiveStripeWebhook(c: Context<AppEnv>): Promise<Response> {
	const body = await boundedBody(c);
	const { stripe } = c.get('config');
	if (!stripe?.webhookSecret) throw new ApiError('webhook_not_configured');
	const client = await c.get('stripe')();
	const signature = c.req.header('Stripe-Signature') ?? '';
	const event = await client.webhooks
		.constructEventAsync(body, signature, stripe.webhookSecret, undefined, undefined, c.get('now')())
		.catch(() => {
			throw new ApiError('webhook_invalid', { cause: 'Stripe’s webhook: its signature does not hold.' });
		});
	const read = v.safeParse(stripeEvent, event);
	if (!read.success) throw new ApiError('webhook_invalid', { cause: 'Stripe’s webhook: it is no event.' });
	const { id, type, created } = read.output;
	c.set('webhook', `stripe ${type}`);
	// Where Stripe cannot be asked now, the webhook is not taken: it comes again.
	await applyStripeEvent(c.var, read.output);
	return stored(c, { id, source: 'stripe', type, itemId: null, body, occurredAt: created * 1000 }, null);
}

async function stored(
	c: Context<AppEnv>,
	webhook: Parameters<typeof storeWebhook>[1],
	change: Parameters<typeof storeWebhook>[2],
): Promise<Response> {
	c.set('webhook', `${webhook.source} ${webhook.type}`);
	c.get('announce')(await storeWebhook(c.var, webhook, change));
	const answer: WebhookAnswer = { received: true, request_id: c.get('requestId') };
	return c.json(answer);
}

/** Before anything else: nothing of an unbounded body is parsed or hashed. */
async function boundedBody(c: Context<AppEnv>): Promise<string> {
	const body = await readBody(c.req.raw, mostBytes);
	if (body === null)
		throw new ApiError('body_too_large', { message: 'The body is larger than 256 KB: no webhook is.' });
	return body;
}
