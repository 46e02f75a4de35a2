/**
 * Webhooks on their way out, Plaid's and Stripe's alike: what was sent, how it went, and when it is tried again.
 * What goes to one address goes one after another, in order, unless the mode says otherwise.
 */
import type { SandboxClock, ScheduledTask } from './clock.ts';

export type WebhookMode = 'normal' | 'hold' | 'duplicate' | 'shuffle';
export const webhookModes = ['normal', 'hold', 'duplicate', 'shuffle'] as const satisfies WebhookMode[];

export type WebhookAttempt = {
	/** Milliseconds since 1970, on the sandbox's clock. */
	at: number;
	/** `null` where no answer came; `error` then tells why. */
	status: number | null;
	error: string | null;
};

export type Webhook = {
	api: 'plaid' | 'stripe';
	/** What it tells: `ITEM: ERROR`, `payment_intent.succeeded`. */
	name: string;
	url: string;
	/** The raw body, as signed. */
	body: string;
	createdAt: number;
	state: 'held' | 'sending' | 'retrying' | 'delivered' | 'given up' | 'not sent';
	attempts: WebhookAttempt[];
	nextAttemptAt: number | null;
};

/** What a sender gives. */
export type NewWebhook = Pick<Webhook, 'api' | 'name' | 'url' | 'body'> & {
	/** All headers of one attempt, made as it is made: a signature carries its time. */
	sign: (body: string) => Promise<Record<string, string>>;
	/** Milliseconds to the next attempt after so many have failed; `null` gives up. */
	retryAfter: (failures: number) => number | null;
	/** Whether the answer's status is a success. */
	accepts: (status: number) => boolean;
};

/** The sandbox's own `fetch` for what it sends. `anywhere` is false for the global one: loopback only. */
export type Outgoing = { fetch: (url: string, init: RequestInit) => Promise<Response>; anywhere: boolean };

/** The global `fetch`, asked for when it is used: some hosts bind it late. */
export const thisMachine: Outgoing = { fetch: (url, init) => fetch(url, init), anywhere: false };

export type Outbox = {
	mode: WebhookMode;
	outgoing: Outgoing;
	sent: Webhook[];
	/** Not yet begun: kept back by `hold`, or by `shuffle` until the next one has gone first. */
	held: { webhook: Webhook; send: NewWebhook }[];
	/** The end of each address's queue. */
	queues: Map<string, Promise<void>>;
};

/** The part of the sandbox's state that sending needs. */
type SenderState = { webhooks: Outbox; clock: SandboxClock; tasks: ScheduledTask[] };

export const createOutbox = (outgoing: Outgoing): Outbox => ({
	mode: 'normal',
	outgoing,
	sent: [],
	held: [],
	queues: new Map(),
});

const timeout = 10_000;
/** A webhook that waits to be overtaken goes by itself after this. */
const overtakenWithin = 10_000;
const keptWebhooks = 5_000;

/** Sends a webhook as the mode has it. Does not wait for the answer: `webhooksSettled` does. */
export function sendWebhook(state: SenderState, send: NewWebhook): void {
	const { webhooks: outbox } = state;
	if (outbox.mode === 'hold') {
		outbox.held.push({ webhook: record(state, send, 'held'), send });
	} else if (outbox.mode === 'shuffle') {
		const webhook = record(state, send, 'held');
		if (outbox.held.length > 0) {
			enqueue(state, webhook, send);
			releaseHeld(state);
		} else {
			outbox.held.push({ webhook, send });
			state.tasks.push({
				at: state.clock.now() + overtakenWithin,
				run: () => {
					if (state.webhooks === outbox && webhook.state === 'held' && outbox.mode === 'shuffle')
						releaseHeld(state);
				},
			});
		}
	} else {
		enqueue(state, record(state, send, 'sending'), send);
		if (outbox.mode === 'duplicate') enqueue(state, record(state, send, 'sending'), send);
	}
}

/** Changes how webhooks are sent from now on; what was held goes, in its order. */
export function setWebhookMode(state: SenderState, mode: WebhookMode): void {
	state.webhooks.mode = mode;
	if (mode !== 'hold') releaseHeld(state);
}

/** Waits until every attempt that was begun has ended. Attempts that are due later are not waited for. */
export async function webhooksSettled(state: SenderState): Promise<void> {
	const { queues } = state.webhooks;
	while (queues.size > 0) await Promise.all(queues.values());
}

function record(state: SenderState, { api, name, url, body }: NewWebhook, as: Webhook['state']): Webhook {
	const webhook: Webhook = {
		api,
		name,
		url,
		body,
		createdAt: state.clock.now(),
		state: as,
		attempts: [],
		nextAttemptAt: null,
	};
	const { sent } = state.webhooks;
	sent.push(webhook);
	if (sent.length > keptWebhooks) sent.shift();
	return webhook;
}

function releaseHeld(state: SenderState): void {
	for (const { webhook, send } of state.webhooks.held.splice(0)) enqueue(state, webhook, send);
}

/** Behind what is already on its way to the same address. Gives the promise of this attempt's end. */
function enqueue(state: SenderState, webhook: Webhook, send: NewWebhook): Promise<void> {
	const outbox = state.webhooks;
	const { queues } = outbox;
	webhook.state = 'sending';
	// The first leaves a turn later, so that the answer that it tells of leaves before it.
	const end = (queues.get(webhook.url) ?? new Promise<void>((resolve) => setTimeout(resolve)))
		.then(() => attempt(state, outbox, webhook, send))
		.finally(() => {
			if (queues.get(webhook.url) === end) queues.delete(webhook.url);
		});
	queues.set(webhook.url, end);
	return end;
}

async function attempt(
	state: SenderState,
	outbox: Outbox,
	webhook: Webhook,
	send: NewWebhook,
): Promise<void> {
	// A reset empties the queues: what was not sent before it is never sent.
	if (state.webhooks !== outbox) return;
	const at = state.clock.now();
	webhook.nextAttemptAt = null;
	if (!outbox.outgoing.anywhere && !isLoopback(webhook.url)) {
		const error = 'only addresses of this machine are sent to; give webhookFetch to send anywhere';
		webhook.attempts.push({ at, status: null, error });
		webhook.state = 'not sent';
		return;
	}
	const { status, error } = await post(outbox.outgoing, webhook, send.sign(webhook.body));
	webhook.attempts.push({ at, status, error });
	if (status !== null && send.accepts(status)) {
		webhook.state = 'delivered';
		return;
	}
	const wait = send.retryAfter(webhook.attempts.length);
	webhook.state = wait === null ? 'given up' : 'retrying';
	// After a reset there is nothing to try again: the state that it belonged to is gone.
	if (wait === null || state.webhooks !== outbox) return;
	webhook.nextAttemptAt = at + wait;
	state.tasks.push({
		at: at + wait,
		run: () => {
			if (outbox.mode !== 'hold') return enqueue(state, webhook, send);
			webhook.state = 'held';
			webhook.nextAttemptAt = null;
			outbox.held.push({ webhook, send });
		},
	});
}

/** Ten seconds of real time for the answer; redirects are not followed. */
async function post(
	{ fetch }: Outgoing,
	{ url, body }: Webhook,
	headers: Promise<Record<string, string>>,
): Promise<Omit<WebhookAttempt, 'at'>> {
	const giveUp = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	try {
		const signed = await headers;
		timer = setTimeout(() => giveUp.abort(), timeout);
		const answer = await fetch(url, {
			method: 'POST',
			headers: signed,
			body,
			redirect: 'manual',
			signal: giveUp.signal,
		});
		await answer.body?.cancel();
		return { status: answer.status, error: null };
	} catch (error) {
		if (giveUp.signal.aborted) return { status: null, error: 'no answer within 10 seconds' };
		return { status: null, error: error instanceof Error ? error.message : String(error) };
	} finally {
		clearTimeout(timer);
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
