import { dayMs, minuteMs } from '../durations.ts';
import type { Services } from '../services.ts';
import { findWaitingEvents } from '../store/events.ts';

/** D1 binds a hundred values to a statement: these ids, and the time. */
const maxEvents = 99;

/**
 * Queues the events that no request has put into the queue: its Worker died, or the queue refused them. Events of the
 * last minute may be on their way.
 */
export async function flushOutbox({
	config,
	database,
	enqueue,
	now,
}: Services): Promise<Record<string, number>> {
	if (!config.events) return {};
	const waiting = await findWaitingEvents(database, {
		since: now() - 3 * dayMs,
		until: now() - minuteMs,
		limit: maxEvents,
	});
	await enqueue(waiting.map(({ id }) => id));
	return { queued: waiting.length };
}
