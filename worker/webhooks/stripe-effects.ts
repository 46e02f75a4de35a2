/**
 * What Stripe's events do. An event about a payment only says that something may have changed: the Worker then asks
 * Stripe and stores that answer. So late, duplicate and reordered events lead to the same end, and the API version of
 * the webhook endpoint does not matter. An event that reports what the row already has causes no call.
 * @see https://docs.stripe.com/api/events/types
 */
import * as v from 'valibot';
import { revokeByMandate } from '../authorizations/revoke.ts';
import { metadataNames } from '../payments/stripe-keys.ts';
import type { StripeStatus } from '../payments/stripe-state.ts';
import { refresh } from '../payments/sync.ts';
import { isNewer } from '../payments/transition.ts';
import type { Services } from '../services.ts';
import { changeConnection } from '../store/connection-changes.ts';
import { findByPaymentMethod } from '../store/connections.ts';
import { newId } from '../store/ids.ts';
import { findPayment, findPaymentByIntent } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { isRefusal } from '../stripe/failure.ts';
import type { StripeEventType } from './stripe-event-types.ts';

const textOrEmpty = v.fallback(v.string(), '');
export const stripeEvent = v.object({
	id: v.pipe(v.string(), v.regex(/^evt_\w{1,200}$/)),
	type: v.pipe(v.string(), v.maxLength(100)),
	/** Seconds since 1970, within what a `Date` can hold. */
	created: v.pipe(
		v.number(),
		v.check((seconds) => Math.abs(seconds) < 1e11),
	),
	data: v.optional(v.unknown()),
});
export type StripeEvent = v.InferOutput<typeof stripeEvent>;

/** The parts of `data` that are read here. A part that is missing or odd is empty: the event is not refused for it. */
const eventData = v.object({
	object: v.object({
		id: textOrEmpty,
		status: textOrEmpty,
		type: textOrEmpty,
		payment_intent: textOrEmpty,
		metadata: v.fallback(v.record(v.string(), v.string()), {}),
		us_bank_account: v.optional(v.unknown()),
	}),
});
type EventObject = v.InferOutput<typeof eventData>['object'];

/** The status of a payment after the event. */
const statusAfter = new Map<string, StripeStatus>(
	Object.entries({
		'payment_intent.processing': 'processing',
		'payment_intent.succeeded': 'succeeded',
		'payment_intent.payment_failed': 'failed',
		'payment_intent.canceled': 'canceled',
		'charge.dispute.created': 'disputed',
		'charge.dispute.closed': 'disputed',
	} satisfies Partial<Record<StripeEventType, StripeStatus>>),
);

const refundEvents = new Set<string>([
	...(['refund.created', 'refund.updated', 'refund.failed'] satisfies StripeEventType[]),
	// Older names of the same, from endpoints that subscribe to every event.
	'charge.refunded',
	'charge.refund.updated',
]);

/** The ids by which an event can be about something of ours: Stripe's, and our payment's from the metadata. */
export function subjectIds({ data }: Pick<StripeEvent, 'data'>): string[] {
	const parsed = v.safeParse(eventData, data);
	if (!parsed.success) return [];
	const { id, payment_intent, metadata } = parsed.output.object;
	return [id, payment_intent, metadata[metadataNames.payment] ?? ''].filter((one) => one !== '');
}

/** @throws StripeFailure where Stripe cannot be asked now: the event has to come again */
export async function applyStripeEvent(services: Services, { type, data }: StripeEvent): Promise<void> {
	const parsed = v.safeParse(eventData, data);
	if (!parsed.success) return;
	const { object } = parsed.output;
	const status = statusAfter.get(type);
	if (status) {
		const row = await findSubject(services, object);
		if (row && isNewer(row, status)) await refreshIfPresent(services, row, object);
	} else if (refundEvents.has(type)) {
		const row = await findSubject(services, object);
		if (row && !hasRefund(row, object)) await refreshIfPresent(services, row, object);
	} else if (type === 'mandate.updated') {
		// A single-use mandate becomes inactive as soon as it is used. That ends nothing.
		if (object.status === 'inactive' && object.type === 'multi_use')
			await revokeByMandate(services, object.id);
	} else if (type === 'payment_method.automatically_updated') {
		if (isBlocked(object)) await markTokenOutdated(services, object.id);
	}
}

/**
 * Our payment, or undefined where the event is not about one of ours. A PaymentIntent has our id in its metadata, and is
 * found by that: its event may arrive before the answer to our own call. Refunds and disputes only name the
 * PaymentIntent.
 */
async function findSubject({ database }: Services, object: EventObject): Promise<PaymentRow | undefined> {
	const { payment_intent, metadata, id } = object;
	if (payment_intent) return findPaymentByIntent(database, payment_intent);
	const row = await findPayment(database, metadata[metadataNames.payment] ?? '');
	return row && (row.paymentIntent ?? id) === id ? row : undefined;
}

const hasRefund = (row: PaymentRow, { id, status }: EventObject): boolean =>
	row.refunds.some((refund) => refund.id === id && refund.status === status);

async function refreshIfPresent(
	services: Services,
	row: PaymentRow,
	{ id, payment_intent }: EventObject,
): Promise<void> {
	try {
		await refresh(services, row, payment_intent || id);
	} catch (error) {
		// A PaymentIntent that Stripe does not have (anymore) will not be there the next time either.
		if (!isRefusal(error)) throw error;
	}
}

const isBlocked = ({ us_bank_account }: EventObject): boolean =>
	v.is(v.object({ status_details: v.object({ blocked: v.object({}) }) }), us_bank_account);

/** Stripe does not debit this account anymore: the next payment has to start with a fresh bank account token. */
async function markTokenOutdated(
	{ database, now, announce }: Services,
	paymentMethod: string,
): Promise<void> {
	const change = { token: 'renew', event: 'connection.bank_account_token_outdated' } as const;
	for (const { id } of await findByPaymentMethod(database, paymentMethod)) {
		const report = { change, eventId: newId('evt'), occurredAt: now(), now: now() };
		announce(await changeConnection(database, id, report));
	}
}
