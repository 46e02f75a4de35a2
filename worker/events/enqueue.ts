import type { Database } from '../store/database.ts';
import { storeQueued } from '../store/events.ts';

/** A message of the queue. The event itself is read from the database when it is delivered. */
export type EventMessage = { event: string };

export type Enqueue = (eventIds: string[]) => Promise<void>;

/**
 * Puts stored events into the queue. If that fails they stay `waiting`, and the job `flush-outbox` finds them. Without a
 * queue it does nothing.
 */
export const createEnqueue =
	({
		queue,
		database,
		now,
	}: {
		queue: Queue<EventMessage> | undefined;
		database: Database;
		now: () => number;
	}): Enqueue =>
	async (eventIds) => {
		if (!queue || eventIds.length === 0) return;
		await queue.sendBatch(eventIds.map((event) => ({ body: { event } })));
		await storeQueued(database, eventIds, now());
	};
