/**
 * The consumers of the event queue and of its dead-letter queue.
 *
 * A message only starts an attempt; the event's row has the schedule (`retry-schedule.ts`). After the last attempt the
 * row is marked as failed: the merchant finds it in the list and can send it again.
 * @see https://developers.cloudflare.com/queues/configuration/batching-retries/
 */
import type { Services } from '../services.ts';
import { findEvent, storeDelivered, storeFailedAttempt, storeUndeliverable } from '../store/events.ts';
import type { EventMessage } from './enqueue.ts';
import { postEvent } from './post-event.ts';
import { earlyMs, giveUpAfterMs, pauseAfter, troublePause } from './retry-schedule.ts';
import { eventToJson } from './to-json.ts';

type Delivery = { services: Services; fetch: typeof globalThis.fetch };

/** Nothing can be done now. Throwing instead would use up the queue's retries within seconds. */
export function retryAll({ messages }: MessageBatch<EventMessage>): void {
	for (const message of messages) message.retry({ delaySeconds: troublePause });
}

export async function consumeEvents(
	{ messages }: MessageBatch<EventMessage>,
	delivery: Delivery,
): Promise<void> {
	await Promise.all(messages.map((message) => deliver(message, delivery)));
}

async function deliver(message: Message<EventMessage>, { services, fetch }: Delivery): Promise<void> {
	const { config, database, now } = services;
	try {
		const row = await findEvent(database, message.body.event);
		// Its row was deleted, or it was given up, or another copy of this message was delivered.
		if (!row || row.deliveredAt !== null || row.failedAt !== null || !config.events) return message.ack();
		const started = now();
		const early = (row.nextAttemptAt ?? 0) - started;
		// Another copy of this message has made an attempt that failed.
		if (early > earlyMs) return message.retry({ delaySeconds: Math.ceil(early / 1000) });

		const trouble = await postEvent(eventToJson(row, config.livemode), config.events, {
			fetch,
			now: started,
		});
		const attempt = row.attempts + 1;
		const line = { event: row.id, type: row.type, attempt, ms: now() - started };
		if (trouble === null) {
			await storeDelivered(database, row.id, now());
			console.log(JSON.stringify({ level: 'info', task: 'deliver_event', ...line }));
			return message.ack();
		}
		console.warn(JSON.stringify({ level: 'warn', task: 'deliver_event', ...line, trouble }));
		const pause = pauseAfter(attempt);
		const waitingSince = row.sentAgainAt ?? row.createdAt;
		if (pause === null || now() + pause * 1000 > waitingSince + giveUpAfterMs) {
			await storeUndeliverable(database, row.id, now());
			logGivenUp({ event: row.id });
			return message.ack();
		}
		await storeFailedAttempt(database, row, { nextAttemptAt: now() + pause * 1000 });
		message.retry({ delaySeconds: pause });
	} catch {
		// The database does not answer.
		message.retry({ delaySeconds: troublePause });
	}
}

/**
 * The queue has used up its own retries, because no attempt could be made for a long time. The row stays unresolved:
 * the job `flush-outbox` puts it into the queue again, or gives it up when its time is over.
 */
export function consumeDeadLetters({ messages }: MessageBatch<EventMessage>): void {
	for (const message of messages) {
		console.warn(JSON.stringify({ level: 'warn', task: 'dead_letter', event: message.body.event }));
		message.ack();
	}
}

export function logGivenUp(events: { event: string } | { events: number }): void {
	const remedy = 'Fix EVENTS_URL, then send it again: POST /v1/events/:id/send.';
	console.error(JSON.stringify({ level: 'error', task: 'give_up_event', ...events, remedy }));
}
