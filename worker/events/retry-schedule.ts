/**
 * When a delivery that failed is tried again, and when an event is given up.
 *
 * The event's row has the schedule, not the queue: it counts the failed attempts and has the time of the next one. A
 * message only starts an attempt. So it does no harm that a queue counts its own retries, drops messages (Cloudflare
 * keeps them for four days, on the free plan for one), or delivers one twice.
 */
import { dayMs, hourMs, minuteMs } from '../durations.ts';

const minute = 60;
const hour = 60 * minute;

/** In seconds, and in all three days. A queue delays a message by twelve hours at most. */
export const pausesBetweenDeliveries: readonly number[] = [
	5,
	5 * minute,
	30 * minute,
	2 * hour,
	5 * hour,
	10 * hour,
	12 * hour,
	12 * hour,
	12 * hour,
	12 * hour,
	6 * hour,
];

/** The pause after this attempt, in seconds; null after the last one. The first attempt is 1. */
export const pauseAfter = (attempt: number): number | null => pausesBetweenDeliveries[attempt - 1] ?? null;

/** However many attempts there were: an event that has waited for so long is given up. */
export const giveUpAfterMs = 4 * dayMs - hourMs;

/** A message that comes earlier than its attempt by more than this waits. */
export const earlyMs = minuteMs;

/** The pause if the Worker cannot work at all: its configuration is wrong, or the database does not answer. In seconds. */
export const troublePause = minute;
