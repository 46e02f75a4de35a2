/**
 * Outgoing webhooks of Plaid and Stripe: what was sent, the result of each attempt, and when the next one is.
 * Webhooks to one URL are sent one after another, in order, unless the mode changes that.
 */
import type { SandboxClock, ScheduledTask } from './clock.ts';
import { type Host, wait } from './host.ts';

/**
 * `hold` holds webhooks until the mode changes, `duplicate` sends each one twice, and `shuffle` lets each
 * webhook be overtaken by the next.
 */
export type WebhookMode = 'normal' | 'hold' | 'duplicate' | 'shuffle';
export const webhookModes = ['normal', 'hold', 'duplicate', 'shuffle'] as const satisfies WebhookMode[];

export type WebhookAttempt = {
	/** Milliseconds since 1970, on the sandbox's clock. */
	at: number;
	/** `null` if there was no response; `error` then says why. */
	status: number | null;
	error: string | null;
};

export type Webhook = {
	api: 'plaid' | 'stripe';
	/** What it announces: `ITEM: ERROR`, `payment_intent.succeeded`. */
	name: string;
	url: string;
	/** The raw body, as signed. */
	body: string;
	createdAt: number;
	state: 'held' | 'sending' | 'retrying' | 'delivered' | 'given up' | 'not sent';
	attempts: WebhookAttempt[];
	nextAttemptAt: number | null;
};

/** A webhook to be sent, with the rules of its API. */
export type NewWebhook = Pick<Webhook, 'api' | 'name' | 'url' | 'body'> & {
	/** Returns all headers for one attempt. Called for each attempt, because a signature contains the time. */
	sign: (body: string) => Promise<Record<string, string>>;
	/** Milliseconds until the next attempt after so many failures; `null` gives up. */
	retryAfter: (failures: number) => number | null;
	/** Whether a response with this status is a success. */
	accepts: (status: number) => boolean;
};

/** How webhooks leave the sandbox. The global `fetch` is used for loopback addresses only. */
export type Outgoing = {
	fetch: (url: string, init: RequestInit) => Promise<Response>;
	loopbackOnly: boolean;
};

/** Reads the global `fetch` at each call, because some hosts install it late. */
export const loopbackFetch: Outgoing = { fetch: (url, init) => fetch(url, init), loopbackOnly: true };

export type Outbox = {
	mode: WebhookMode;
	outgoing: Outgoing;
	/** All webhooks, oldest first, sent or not. */
	sent: Webhook[];
	/** Webhooks that `hold` or `shuffle` has not sent yet. */
	held: { webhook: Webhook; send: NewWebhook }[];
	/** The last attempt in the queue of each URL. */
	queues: Map<string, Promise<void>>;
};

/** The part of the sandbox's state that sending needs. A reset replaces `webhooks` and keeps the object. */
type SenderState = { webhooks: Outbox; clock: SandboxClock; tasks: ScheduledTask[]; host: Host };

export const createOutbox = (outgoing: Outgoing): Outbox => ({
	mode: 'normal',
	outgoing,
	sent: [],
	held: [],
	queues: new Map(),
});

/** How long the receiver may take, in real milliseconds. */
const responseTimeout = 10_000;
/** In `shuffle` mode, a webhook that no other overtakes is sent after this many milliseconds. */
const shuffleTimeout = 10_000;
/** Older webhooks are dropped from the list. */
const maximumListed = 5_000;

/** Sends a webhook as the mode says. Does not wait for the response; `webhooksSettled` does. */
export function sendWebhook(state: SenderState, send: NewWebhook): void {
	const outbox = state.webhooks;
	switch (outbox.mode) {
		case 'normal':
			enqueue(state, addWebhook(state, send, 'sending'), send);
			break;
		case 'duplicate':
			enqueue(state, addWebhook(state, send, 'sending'), send);
			enqueue(state, addWebhook(state, send, 'sending'), send);
			break;
		case 'hold':
			outbox.held.push({ webhook: addWebhook(state, send, 'held'), send });
			break;
		case 'shuffle':
			shuffle(state, addWebhook(state, send, 'held'), send);
			break;
	}
}

/** Sends this webhook before the one that waits. Without one, this one waits. */
function shuffle(state: SenderState, webhook: Webhook, send: NewWebhook): void {
	const outbox = state.webhooks;
	if (outbox.held.length > 0) {
		enqueue(state, webhook, send);
		releaseHeld(state);
		return;
	}
	outbox.held.push({ webhook, send });
	state.tasks.push({
		at: state.clock.now() + shuffleTimeout,
		run: () => {
			const isWaiting = state.webhooks === outbox && webhook.state === 'held';
			if (isWaiting && outbox.mode === 'shuffle') releaseHeld(state);
		},
	});
}

/** Sets how webhooks are sent from now on. Every mode except `hold` sends what was held, in order. */
export function setWebhookMode(state: SenderState, mode: WebhookMode): void {
	state.webhooks.mode = mode;
	if (mode !== 'hold') releaseHeld(state);
}

/** Waits until every attempt in progress has ended. Does not wait for later retries. */
export async function webhooksSettled(state: Pick<SenderState, 'webhooks'>): Promise<void> {
	const { queues } = state.webhooks;
	while (queues.size > 0) await Promise.all(queues.values());
}

function addWebhook(
	state: SenderState,
	{ api, name, url, body }: NewWebhook,
	initial: 'held' | 'sending',
): Webhook {
	const webhook: Webhook = {
		api,
		name,
		url,
		body,
		createdAt: state.clock.now(),
		state: initial,
		attempts: [],
		nextAttemptAt: null,
	};
	const { sent } = state.webhooks;
	sent.push(webhook);
	if (sent.length > maximumListed) sent.shift();
	return webhook;
}

function releaseHeld(state: SenderState): void {
	for (const { webhook, send } of state.webhooks.held.splice(0)) enqueue(state, webhook, send);
}

/** Queues an attempt after those to the same URL. Resolves when this attempt has ended. */
function enqueue(state: SenderState, webhook: Webhook, send: NewWebhook): Promise<void> {
	const outbox = state.webhooks;
	const { queues } = outbox;
	webhook.state = 'sending';
	// The first attempt starts in a later turn, so that the response that caused the webhook leaves before it.
	const end = (queues.get(webhook.url) ?? wait(state.host, 0))
		.then(() => attempt(state, outbox, { webhook, send }))
		.finally(() => {
			if (queues.get(webhook.url) === end) queues.delete(webhook.url);
		});
	queues.set(webhook.url, end);
	return end;
}

async function attempt(
	state: SenderState,
	outbox: Outbox,
	{ webhook, send }: { webhook: Webhook; send: NewWebhook },
): Promise<void> {
	// What had not been sent before a reset is never sent.
	if (state.webhooks !== outbox) return;
	const at = state.clock.now();
	webhook.nextAttemptAt = null;
	if (outbox.outgoing.loopbackOnly && !isLoopback(webhook.url)) {
		const error = 'only addresses of this machine are sent to; give webhookFetch to send anywhere';
		webhook.attempts.push({ at, status: null, error });
		webhook.state = 'not sent';
		return;
	}
	const { status, error } = await post(state, webhook, send.sign(webhook.body));
	webhook.attempts.push({ at, status, error });
	if (status !== null && send.accepts(status)) {
		webhook.state = 'delivered';
		return;
	}
	const delay = send.retryAfter(webhook.attempts.length);
	webhook.state = delay === null ? 'given up' : 'retrying';
	// After a reset there is no retry: the records that the webhook is about are gone.
	if (delay === null || state.webhooks !== outbox) return;
	webhook.nextAttemptAt = at + delay;
	state.tasks.push({
		at: at + delay,
		run: () => {
			if (outbox.mode !== 'hold') return enqueue(state, webhook, send);
			webhook.state = 'held';
			webhook.nextAttemptAt = null;
			outbox.held.push({ webhook, send });
		},
	});
}

/** Posts once. Redirects are not followed. */
async function post(
	{ host, webhooks: { outgoing } }: SenderState,
	{ url, body }: Webhook,
	headers: Promise<Record<string, string>>,
): Promise<Omit<WebhookAttempt, 'at'>> {
	const timeout = new AbortController();
	let cancelTimeout = () => {};
	try {
		const signed = await headers;
		cancelTimeout = host.setTimer(responseTimeout, () => timeout.abort());
		const response = await outgoing.fetch(url, {
			method: 'POST',
			headers: signed,
			body,
			redirect: 'manual',
			signal: timeout.signal,
		});
		await response.body?.cancel();
		return { status: response.status, error: null };
	} catch (error) {
		if (timeout.signal.aborted) return { status: null, error: 'no answer within 10 seconds' };
		return { status: null, error: error instanceof Error ? error.message : String(error) };
	} finally {
		cancelTimeout();
	}
}

function isLoopback(url: string): boolean {
	const { hostname } = new URL(url);
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		hostname === '[::1]' ||
		/^127\.\d+\.\d+\.\d+$/.test(hostname)
	);
}
