import type { Bindings, Config } from '../config.ts';
import type { Database } from '../store/database.ts';
import { storeQueued } from '../store/events.ts';

/** What lies in the queue: the rest is read when it is sent. */
export type EventMessage = { event: string };

export type Enqueue = (eventIds: string[]) => Promise<void>;

/** Hands stored events to the queue. When that fails they stay `waiting`, and the cron `flush-outbox` finds them. */
export const createEnqueue =
	(
		{ EVENTS: queue }: Pick<Bindings, 'EVENTS'>,
		config: Config,
		{ database, now }: { database: Database; now: () => number },
	): Enqueue =>
	async (eventIds) => {
		if (!queue || !config.events || eventIds.length === 0) return;
		await queue.sendBatch(eventIds.map((event) => ({ body: { event } })));
		await storeQueued(database, eventIds, now());
	};
