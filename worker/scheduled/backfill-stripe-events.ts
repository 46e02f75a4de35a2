/**
 * Finds Stripe's events whose webhooks never arrived: the endpoint was down for longer than Stripe retries, or did not
 * exist yet. Only events about our own payments, authorizations and connections are applied and stored: other software
 * may use the same Stripe account.
 * @see https://docs.stripe.com/api/events/list
 */
import type { Stripe } from 'stripe';
import type { Services } from '../services.ts';
import { readJobCursor, writeJobCursor } from '../store/job-cursors.ts';
import { findOwnIds, findUnknownWebhooks } from '../store/webhooks.ts';
import { fromStripe, StripeFailure } from '../stripe/failure.ts';
import { storeWebhook } from '../webhooks/store.ts';
import { applyStripeEvent, subjectIds } from '../webhooks/stripe-effects.ts';
import { stripeEventTypes } from '../webhooks/stripe-event-types.ts';

const cursorName = 'stripe_events_seen';
const pageSize = 100;
const maxPages = 10;
/** Each takes a few statements of D1, of which an invocation may run a limited number. */
const maxApplied = 40;
/** Webhooks can be late: events younger than this may still arrive, so the next run lists them once more. */
const overlapSeconds = 60 * 60;
/** Stripe lists thirty days, but a new deployment has nothing to make up for. */
const firstRunSeconds = 24 * 60 * 60;

/**
 * How far the listing has come. Stripe lists the newest events first; a run that reaches its bound continues after the
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
	const storeCursor = (value: string) => writeJobCursor(database, cursorName, { value, now: now() });

	let found = 0;
	for (let page = 0; page < maxPages; page++) {
		const { data, has_more } = await listEvents(stripe, cursor);
		for (const event of await findMissing(services, data)) {
			if (found === maxApplied) return { found };
			await applyMissing(services, event);
			found += 1;
		}
		// Each page is stored, so that a run that is cut off does not begin again.
		const last = data.at(-1)?.id;
		if (!has_more || !last) {
			await storeCursor(`${cursor.started - overlapSeconds} 0`);
			return { found };
		}
		cursor.before = last;
		await storeCursor(`${cursor.since} ${cursor.started} ${cursor.before}`);
	}
	return { found };
}

/** One page. If Stripe no longer knows the event of the cursor, the listing begins again at the newest event. */
async function listEvents(stripe: Stripe, cursor: Cursor): Promise<Stripe.ApiList<Stripe.Event>> {
	const list = () =>
		fromStripe(
			stripe.events.list({
				types: [...stripeEventTypes],
				created: { gte: cursor.since },
				limit: pageSize,
				...(cursor.before && { starting_after: cursor.before }),
			}),
		);
	try {
		return await list();
	} catch (error) {
		const isUnknown = error instanceof StripeFailure && error.error.code === 'resource_missing';
		if (!cursor.before || !isUnknown) throw error;
		delete cursor.before;
		return list();
	}
}

/** The events of a page that are ours and whose webhooks never arrived. */
async function findMissing(
	{ database }: Services,
	page: readonly Stripe.Event[],
): Promise<readonly Stripe.Event[]> {
	if (page.length === 0) return [];
	const own = await findOwnIds(database, page.flatMap(subjectIds));
	const candidates = page.filter((event) => subjectIds(event).some((id) => own.has(id)));
	if (candidates.length === 0) return [];
	const unknown = await findUnknownWebhooks(
		database,
		candidates.map(({ id }) => id),
	);
	return candidates.filter(({ id }) => unknown.has(id));
}

async function applyMissing(services: Services, event: Stripe.Event): Promise<void> {
	await applyStripeEvent(services, event);
	const { id, type, created } = event;
	const webhook = {
		id,
		source: 'stripe' as const,
		type,
		itemId: null,
		body: JSON.stringify(event),
		occurredAt: created * 1000,
	};
	await storeWebhook(services, webhook, null);
}

function parseCursor(value: string | null): Cursor | null {
	if (value === null) return null;
	const [since = '', started = '', before] = value.split(' ');
	return { since: Number(since), started: Number(started), ...(before ? { before } : {}) };
}
