/**
 * The consumer of the queue, and of its dead-letter queue.
 *
 * An event that does not arrive is tried for three days, with growing pauses; then the dead-letter queue gets it, whose
 * consumer notes it in the event's row: from there the merchant lists it and sends it again.
 * @see https://developers.cloudflare.com/queues/configuration/batching-retries/
 */
import type { Services } from '../services.ts';
import { findEvent, storeDelivered, storeUndeliverable } from '../store/events.ts';
import type { EventMessage } from './enqueue.ts';
import { postEvent } from './post-event.ts';
import { merchantEvent } from './shape.ts';

const minute = 60;
const hour = 60 * minute;
/** Seconds; a queue takes twelve hours at most. In all three days. `max_retries` in wrangler.toml is their number. */
export const pauses = [
	5,
	5 * minute,
	30 * minute,
	2 * hour,
	5 * hour,
	10 * hour,
	...Array<number>(4).fill(12 * hour),
	6 * hour,
];

export async function consumeEvents(
	{ messages }: MessageBatch<EventMessage>,
	{ services, fetch }: { services: Services; fetch: typeof globalThis.fetch },
): Promise<void> {
	await Promise.all(messages.map((message) => takeEvent(message, services, fetch)));
}

async function takeEvent(
	message: Message<EventMessage>,
	{ config, database, now }: Services,
	fetch: typeof globalThis.fetch,
): Promise<void> {
	const later = () => {
		const [pause = 0] = pauses.slice(Math.min(message.attempts, pauses.length) - 1);
		message.retry({ delaySeconds: pause });
	};
	try {
		const row = await findEvent(database, message.body.event);
		// Gone with its connection, or delivered by another copy of this message.
		if (!row || row.deliveredAt !== null || !config.events) return message.ack();
		const started = now();
		const trouble = await postEvent(merchantEvent(row, config.livemode), config.events, {
			fetch,
			now: started,
		});
		const line = { event: row.id, type: row.type, attempt: message.attempts, ms: now() - started };
		if (trouble !== null) {
			console.warn(JSON.stringify({ level: 'warn', task: 'deliver_event', ...line, trouble }));
			return later();
		}
		await storeDelivered(database, row.id, now());
		console.log(JSON.stringify({ level: 'info', task: 'deliver_event', ...line }));
		message.ack();
	} catch {
		// The database is away: the message comes again.
		later();
	}
}

export async function consumeDeadLetters(
	{ messages }: MessageBatch<EventMessage>,
	{ database, now }: Services,
): Promise<void> {
	for (const message of messages) {
		try {
			await storeUndeliverable(database, message.body.event, now());
			const remedy = 'Mend EVENTS_URL, then send it again: POST /v1/events/:id/send.';
			console.error(
				JSON.stringify({ level: 'error', task: 'give_up_event', event: message.body.event, remedy }),
			);
			message.ack();
		} catch {
			message.retry({ delaySeconds: 5 * minute });
		}
	}
}
