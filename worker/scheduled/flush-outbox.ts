import type { Services } from '../services.ts';
import { findWaitingEvents } from '../store/events.ts';

const minuteMs = 60 * 1000;
const threeDaysMs = 3 * 24 * 60 * minuteMs;
/** D1 binds a hundred values to a statement at most: these ids, and the time. */
const mostAtOnce = 99;

/** Events whose request died before the queue had them. Younger ones may be on their way. */
export async function flushOutbox({
	config,
	database,
	enqueue,
	now,
}: Services): Promise<Record<string, number>> {
	if (!config.events) return {};
	const waiting = await findWaitingEvents(database, {
		since: now() - threeDaysMs,
		until: now() - minuteMs,
		limit: mostAtOnce,
	});
	await enqueue(waiting.map(({ id }) => id));
	return { queued: waiting.length };
}
