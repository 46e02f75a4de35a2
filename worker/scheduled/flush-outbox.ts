import { hourMs, minuteMs } from '../durations.ts';
import { logGivenUp } from '../events/consumer.ts';
import { giveUpAfterMs } from '../events/retry-schedule.ts';
import type { Services } from '../services.ts';
import { findOverdueEvents, giveUpOldEvents } from '../store/events.ts';

/** D1 binds a hundred values to a statement, and a queue takes a hundred messages: these ids, and the time. */
const maxEvents = 98;

/**
 * Reconciles the outbox: puts into the queue what no request has put there, and what the queue has lost; gives up what
 * has waited for too long. Events of the last minute may be on their way, and a queue may be late by an hour.
 */
export async function flushOutbox({
	config,
	database,
	enqueue,
	now,
}: Services): Promise<Record<string, number>> {
	if (!config.events) return {};
	const notQueuedBy = now() - minuteMs;
	const givenUp = await giveUpOldEvents(database, {
		waitingBefore: now() - giveUpAfterMs,
		notQueuedBy,
		limit: maxEvents,
		now: now(),
	});
	if (givenUp > 0) logGivenUp({ events: givenUp });
	const notTriedBy = now() - hourMs;
	const overdue = await findOverdueEvents(database, { notQueuedBy, notTriedBy, limit: maxEvents });
	await enqueue(overdue.map(({ id }) => id));
	return { queued: overdue.length, given_up: givenUp };
}
