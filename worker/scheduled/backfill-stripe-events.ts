/**
 * Finds Stripe's events whose webhooks never arrived: the endpoint was down for longer than Stripe retries, or did not
 * exist yet.
 * @see https://docs.stripe.com/api/events/list
 */
import type { Services } from '../services.ts';
import { readJobCursor, writeJobCursor } from '../store/job-cursors.ts';
import { findUnknownWebhooks } from '../store/webhooks.ts';
import { storeWebhook } from '../webhooks/store.ts';
import { applyStripeEvent } from '../webhooks/stripe-effects.ts';

const cursorName = 'stripe_events_seen';
const pageSize = 100;
const maxPages = 5;
/** Webhooks can be late: events younger than this may still arrive, so the next run lists them once more. */
const overlapSeconds = 60 * 60;
/** Stripe lists thirty days, but a new deployment has nothing to make up for. */
const firstRunSeconds = 24 * 60 * 60;

/**
 * How far the listing has come. Stripe lists the newest events first; a run that reaches `maxPages` continues after the
 * event `before` the next time. Times are in seconds since 1970.
 */
type Cursor = { since: number; started: number; before?: string };

export async function backfillStripeEvents(services: Services): Promise<Record<string, number>> {
	const { config, database, now } = services;
	if (!config.stripe?.webhookSecret) return {};
	const stripe = await services.stripe();
	const seconds = Math.floor(now() / 1000);
	const stored = parseCursor(await readJobCursor(database, cursorName));
	const cursor: Cursor = stored ?? { since: seconds - firstRunSeconds, started: seconds };
	if (!cursor.before) cursor.started = seconds;

	let found = 0;
	for (let page = 0; page < maxPages; page++) {
		const { data, has_more } = await stripe.events.list({
			created: { gte: cursor.since },
			limit: pageSize,
			...(cursor.before && { starting_after: cursor.before }),
		});
		const unknown = await findUnknownWebhooks(
			database,
			data.map(({ id }) => id),
		);
		for (const event of data.filter(({ id }) => unknown.has(id))) {
			const webhook = {
				id: event.id,
				source: 'stripe' as const,
				type: event.type,
				itemId: null,
				body: JSON.stringify(event),
				occurredAt: event.created * 1000,
			};
			await applyStripeEvent(services, event);
			await storeWebhook(services, webhook, null);
			found += 1;
		}
		const last = data.at(-1)?.id;
		if (!has_more || !last) {
			const value = `${cursor.started - overlapSeconds} 0`;
			await writeJobCursor(database, cursorName, { value, now: now() });
			return { found };
		}
		cursor.before = last;
	}
	const value = `${cursor.since} ${cursor.started} ${cursor.before}`;
	await writeJobCursor(database, cursorName, { value, now: now() });
	return { found };
}

function parseCursor(value: string | null): Cursor | null {
	if (value === null) return null;
	const [since = '', started = '', before] = value.split(' ');
	return { since: Number(since), started: Number(started), ...(before ? { before } : {}) };
}
