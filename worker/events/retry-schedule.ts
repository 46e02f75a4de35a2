/**
 * When a delivery that failed is tried again. After the last pause, the queue moves the event to the dead-letter queue.
 *
 * `max_retries` in wrangler.toml must be the number of pauses.
 */
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

/** The pause after this attempt, in seconds. The first attempt is 1. */
export function pauseAfter(attempt: number): number {
	const last = pausesBetweenDeliveries.length;
	return pausesBetweenDeliveries[Math.min(attempt, last) - 1] ?? 0;
}

/** The pause if a dead letter cannot be stored, in seconds. */
export const deadLetterPause = 5 * minute;
