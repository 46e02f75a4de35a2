import type { Bindings, Config } from '../config.ts';
import type { Database } from '../store/database.ts';
import { storeQueued } from '../store/events.ts';

/** What lies in the queue: the rest is read when it is sent. */
export type EventMessage = { event: string };

export type Announce = (eventIds: string[]) => Promise<void>;

/** Gives stored events to the queue. Where it fails, they stay waiting, and the clock sweeps them up. */
export const createAnnounce =
	(
		{ EVENTS: queue }: Pick<Bindings, 'EVENTS'>,
		config: Config,
		{ database, now }: { database: Database; now: () => number },
	): Announce =>
	async (eventIds) => {
		if (!queue || !config.events || eventIds.length === 0) return;
		await queue.sendBatch(eventIds.map((event) => ({ body: { event } })));
		await storeQueued(database, eventIds, now());
	};
