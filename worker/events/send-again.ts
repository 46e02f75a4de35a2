import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { storeDelivery } from '../store/events.ts';
import type { EventRow } from '../store/schema.ts';

const queueRefused = 'The queue did not take the event.';

/**
 * Queues an event again, whether it was delivered, was given up, or still waits.
 * @throws ApiError `events_not_configured`, `store_unavailable`
 */
export async function sendEventAgain(
	{ config, database, enqueue, now }: Services,
	event: EventRow,
): Promise<void> {
	if (!config.events) throw new ApiError('events_not_configured');
	await storeDelivery(database, event.id, {
		queuedAt: null,
		deliveredAt: null,
		failedAt: null,
		attempts: 0,
		nextAttemptAt: null,
		sentAgainAt: now(),
	});
	try {
		await enqueue([event.id]);
	} catch (error) {
		// The merchant learns that it was not queued, so it must not be sent later.
		await storeDelivery(database, event.id, event);
		if (error instanceof ApiError) throw error;
		throw new ApiError('store_unavailable', {
			message: `${queueRefused} Send the same request again.`,
			cause: queueRefused,
		});
	}
}
