/**
 * What Stripe's events mean here. An event of a payment only says that there is something to look at: what is written
 * is what Stripe answers then, so late, doubled and shuffled events all come to the same, whatever API version the
 * webhook endpoint was made with. An event that says nothing new asks for nothing.
 * @see https://docs.stripe.com/api/events/types
 */
import * as v from 'valibot';
import type { PaymentStatus } from '../contract.ts';
import { ourName, refresh } from '../payments/sync.ts';
import { isNewer } from '../payments/transition.ts';
import type { Services } from '../services.ts';
import { findByMandate, revoke } from '../store/authorizations.ts';
import { changeConnection } from '../store/connection-changes.ts';
import { findByPaymentMethod } from '../store/connections.ts';
import { newId } from '../store/ids.ts';
import { findPayment, findPaymentByIntent } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { StripeFailure } from '../stripe/failure.ts';

const name = v.fallback(v.string(), '');
export const stripeEvent = v.object({
	id: v.pipe(v.string(), v.regex(/^evt_\w{1,200}$/)),
	type: v.pipe(v.string(), v.maxLength(100)),
	// Seconds that a date can have.
	created: v.pipe(
		v.number(),
		v.check((seconds) => Math.abs(seconds) < 1e11),
	),
	data: v.optional(v.unknown()),
});
/** As much of what an event is about as is read here. */
const subject = v.object({
	object: v.object({
		id: name,
		status: name,
		type: name,
		payment_intent: name,
		metadata: v.fallback(v.record(v.string(), v.string()), {}),
		us_bank_account: v.optional(v.unknown()),
	}),
});
type Subject = v.InferOutput<typeof subject>['object'];
export type StripeEvent = v.InferOutput<typeof stripeEvent>;

const statuses: Record<string, PaymentStatus> = {
	'payment_intent.processing': 'processing',
	'payment_intent.succeeded': 'succeeded',
	'payment_intent.payment_failed': 'failed',
	'payment_intent.canceled': 'canceled',
	'charge.dispute.created': 'disputed',
	'charge.dispute.closed': 'disputed',
};

export async function applyStripeEvent(services: Services, { type, data }: StripeEvent): Promise<void> {
	const read = v.safeParse(subject, data);
	if (!read.success) return;
	const { object } = read.output;
	const status = statuses[type];
	if (status) {
		const row = await paymentOf(services, object);
		if (row && isNewer(row, status)) await look(services, row, object);
	} else if (/^(charge\.refund|refund\.)/.test(type)) {
		const row = await paymentOf(services, object);
		const isKnown = row?.refunds.some((one) => one.id === object.id && one.status === object.status);
		if (row && !isKnown) await look(services, row, object);
	} else if (type === 'mandate.updated' && object.status === 'inactive' && object.type !== 'single_use') {
		// One for a single debit is inactive as soon as it was used: that ends nothing.
		for (const row of await findByMandate(services.database, object.id))
			services.announce((await revoke(services.database, row, services.now())).waiting);
	} else if (type === 'payment_method.automatically_updated' && isBlocked(object)) {
		await outdate(services, object.id);
	}
}

const idOf = ({ id, payment_intent }: Subject): string => payment_intent || id;

/**
 * Told by our id in the metadata, which a PaymentIntent of ours always has: its event may be faster than the answer to
 * our own call. Refunds and disputes name their PaymentIntent only.
 */
async function paymentOf({ database }: Services, object: Subject): Promise<PaymentRow | undefined> {
	const { payment_intent: intent, metadata, id } = object;
	if (intent) return findPaymentByIntent(database, intent);
	const row = await findPayment(database, metadata[ourName] ?? '');
	return row && (row.paymentIntent ?? id) === id ? row : undefined;
}

async function look(services: Services, row: PaymentRow, object: Subject): Promise<void> {
	try {
		await refresh(services, row, idOf(object));
	} catch (error) {
		// What Stripe does not have (any more) will not be there the next time either.
		if (!(error instanceof StripeFailure) || error.code !== 'stripe_request_refused') throw error;
	}
}

const isBlocked = ({ us_bank_account }: Subject): boolean =>
	v.is(v.object({ status_details: v.object({ blocked: v.object({}) }) }), us_bank_account);

/** Stripe debits this account no more: the next payment has to begin with a fresh token. */
async function outdate({ database, now, announce }: Services, paymentMethod: string): Promise<void> {
	const change = { token: 'renew', event: 'connection.bank_account_token_outdated' } as const;
	for (const { id } of await findByPaymentMethod(database, paymentMethod)) {
		const told = { change, eventId: newId('evt'), occurredAt: now(), now: now() };
		announce(await changeConnection(database, id, told));
	}
}
