/**
 * The consumers of the event queue and of its dead-letter queue.
 *
 * An event that cannot be delivered is tried for three days (`retry-schedule.ts`). Then the queue moves it to the
 * dead-letter queue, and its row is marked as failed: the merchant finds it in the list and can send it again.
 * @see https://developers.cloudflare.com/queues/configuration/batching-retries/
 */
import type { Services } from '../services.ts';
import { findEvent, storeDelivered, storeUndeliverable } from '../store/events.ts';
import type { EventMessage } from './enqueue.ts';
import { postEvent } from './post-event.ts';
import { deadLetterPause, pauseAfter } from './retry-schedule.ts';
import { eventToJson } from './to-json.ts';

type Delivery = { services: Services; fetch: typeof globalThis.fetch };

export async function consumeEvents(
	{ messages }: MessageBatch<EventMessage>,
	delivery: Delivery,
): Promise<void> {
	await Promise.all(messages.map((message) => deliver(message, delivery)));
}

async function deliver(message: Message<EventMessage>, { services, fetch }: Delivery): Promise<void> {
	const { config, database, now } = services;
	const retryLater = () => message.retry({ delaySeconds: pauseAfter(message.attempts) });
	try {
		const row = await findEvent(database, message.body.event);
		// Its row was deleted, or another copy of this message was delivered.
		if (!row || row.deliveredAt !== null || !config.events) return message.ack();
		const started = now();
		const trouble = await postEvent(eventToJson(row, config.livemode), config.events, {
			fetch,
			now: started,
		});
		const line = { event: row.id, type: row.type, attempt: message.attempts, ms: now() - started };
		if (trouble !== null) {
			console.warn(JSON.stringify({ level: 'warn', task: 'deliver_event', ...line, trouble }));
			return retryLater();
		}
		await storeDelivered(database, row.id, now());
		console.log(JSON.stringify({ level: 'info', task: 'deliver_event', ...line }));
		message.ack();
	} catch {
		// The database does not answer.
		retryLater();
	}
}

export async function consumeDeadLetters(
	{ messages }: MessageBatch<EventMessage>,
	{ database, now }: Services,
): Promise<void> {
	for (const message of messages) {
		const { event } = message.body;
		try {
			await storeUndeliverable(database, event, now());
			const remedy = 'Fix EVENTS_URL, then send it again: POST /v1/events/:id/send.';
			console.error(JSON.stringify({ level: 'error', task: 'give_up_event', event, remedy }));
			message.ack();
		} catch {
			message.retry({ delaySeconds: deadLetterPause });
		}
	}
}
