/**
 * Stripe's events whose webhooks never came: the endpoint was down for longer than Stripe tries, or not set up yet.
 * @see https://docs.stripe.com/api/events/list
 */
import type { Services } from '../services.ts';
import { readMark, writeMark } from '../store/job-cursors.ts';
import { storeWebhook, unknownAmong } from '../webhooks/store.ts';
import { applyStripeEvent } from '../webhooks/stripe-effects.ts';

const mark = 'stripe_events_seen';
const pageSize = 100;
const mostPages = 5;
/** Webhooks are late at times: what is younger than this may still come by itself, and is looked at again. */
const overlapSeconds = 60 * 60;
/** Stripe lists thirty days; a deployment that is new has nothing to make up for. */
const firstLookSeconds = 24 * 60 * 60;

export async function backfillStripeEvents(services: Services): Promise<Record<string, number>> {
	const { config, database, now } = services;
	if (!config.stripe?.webhookSecret) return {};
	const stripe = await services.stripe();
	const seconds = Math.floor(now() / 1000);
	const look: Look = read(await readMark(database, mark)) ?? {
		since: seconds - firstLookSeconds,
		started: seconds,
	};
	if (!look.before) look.started = seconds;

	let found = 0;
	for (let page = 0; page < mostPages; page++) {
		const { data, has_more } = await stripe.events.list({
			created: { gte: look.since },
			limit: pageSize,
			...(look.before && { starting_after: look.before }),
		});
		const unknown = await unknownAmong(
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
			await writeMark(database, mark, { value: `${look.started - overlapSeconds} 0`, now: now() });
			return { found };
		}
		look.before = last;
	}
	await writeMark(database, mark, { value: `${look.since} ${look.started} ${look.before}`, now: now() });
	return { found };
}

/** Newest first; one that came to its bound goes on behind `before` the next time. */
type Look = { since: number; started: number; before?: string };

function read(value: string | null): Look | null {
	if (value === null) return null;
	const [since = '', started = '', before] = value.split(' ');
	return { since: Number(since), started: Number(started), ...(before ? { before } : {}) };
}
