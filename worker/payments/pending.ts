/**
 * A pending payment is one whose outcome at Stripe is unknown: Stripe was never asked, or its answer was lost. One
 * request or job works on it at a time, under a lease. It finds out what Stripe has, and then either goes on or ends
 * the payment.
 */
import type { Stripe } from 'stripe';
import { minuteMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { releasePayment, renewPayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { fromStripe, isRefusal, StripeFailure } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';
import { cancelIntent, createIntent, keepIntent, type PendingWork } from './intent.ts';
import { metadataNames } from './stripe-keys.ts';
import { expand, isLive, isUnconfirmed, notSent, statusOf, toStripeState } from './stripe-state.ts';
import { applyIntent, applyState } from './sync.ts';

/**
 * Works on a pending payment that `owner` has claimed. If the work fails, the lease is released at once, so that the
 * merchant's repeat does not have to wait for its end; a spent idempotency key is counted, so that the repeat uses the
 * next one.
 */
export async function withLease<T>(
	services: Services,
	{ row, owner }: { row: PaymentRow; owner: string },
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const isKeySpent = error instanceof StripeFailure && error.isKeySpent;
		const keysSpent = row.keysSpent + Number(isKeySpent);
		// Best effort: a lease that is not released ends by itself.
		await releasePayment(services.database, row.id, { owner, keysSpent }).catch(() => undefined);
		throw error;
	}
}

/** Extends the lease for the next call to Stripe. @throws ApiError `idempotency_in_progress` where it is lost */
export async function keepLease(
	{ database, now }: Services,
	{ row, owner }: { row: PaymentRow; owner: string },
): Promise<void> {
	const renewed = await renewPayment(database, row.id, { owner, now: now() });
	if (renewed.owner !== owner) throw new ApiError('idempotency_in_progress');
}

/**
 * Finds out what Stripe has of a payment that it was asked for. An outcome is stored. A PaymentIntent that nobody has
 * confirmed becomes the one to confirm. Returns the row: if it is still pending, Stripe has nothing else of it.
 */
export async function findOut(services: Services, work: PendingWork): Promise<PaymentRow> {
	const { stripe, row, owner } = work;
	const intent = await findIntent(stripe, row);
	if (intent && !isUnconfirmed(intent)) return applyIntent(services, { stripe, row, intent });
	await keepLease(services, work);
	return intent ? keepIntent(services, { row, owner, intent: intent.id }) : row;
}

/**
 * Stripe's list of a Customer's PaymentIntents shows a new one immediately; its search lags behind by a minute. The list
 * is asked even where the PaymentIntent is known: while an upgrade is deployed, version 0.1.0 may have made another.
 */
async function findIntent(
	stripe: StripeClient,
	{ id, customer, askedAt, intentToConfirm }: PaymentRow,
): Promise<Stripe.PaymentIntent | undefined> {
	// Both are stored before Stripe is asked for the debit.
	if (customer === null || askedAt === null) return;
	const list = stripe.paymentIntents.list({
		customer,
		// An hour of tolerance between Stripe's clock and ours.
		created: { gte: Math.floor(askedAt / 1000) - 3600 },
		limit: 100,
		expand: expand.map((path) => `data.${path}`),
	});
	const own: Stripe.PaymentIntent[] = [];
	await fromStripe(
		list.autoPagingEach((intent) => {
			if (intent.metadata[metadataNames.payment] === id) own.push(intent);
		}),
	);
	const live = own.find((intent) => isLive(statusOf(intent)));
	if (live) return live;
	if (intentToConfirm === null) return own.find(isUnconfirmed) ?? own[0];
	return (
		own.find((intent) => intent.id === intentToConfirm) ??
		(await fromStripe(stripe.paymentIntents.retrieve(intentToConfirm, { expand })))
	);
}

/** How long a call of version 0.1.0 may still be running: three attempts of 20 seconds, with pauses. */
const oneCallMs = 5 * minuteMs;

/**
 * Ends a payment as `canceled`, unless Stripe turns out to have an outcome. Returns the row with whichever it is. Nothing
 * is reported as ended before Stripe has canceled the PaymentIntent: until then it may be debited. The one-time
 * authorization can be used again.
 * @param work what `findOut` left pending
 * @param reason shown as the payment's `failure`; without one the merchant canceled or revoked
 * @throws ApiError retryable, where Stripe cannot be asked: the payment stays pending
 */
export async function endPending(
	services: Services,
	work: PendingWork,
	reason?: { code: string; message?: string },
): Promise<PaymentRow> {
	const { stripe } = work;
	const failure = reason ? failureOf(reason.code, reason.message) : null;
	const row = await ensureIntent(services, work);
	if (row.intentToConfirm === null)
		return applyState(services, row, notSent('canceled', { failure, paymentIntent: null }));
	const intent = await cancelIntent(stripe, row.intentToConfirm);
	const state = await toStripeState(stripe, intent);
	return applyState(services, row, { ...state, failure: state.failure ?? failure });
}

/**
 * The row with the PaymentIntent to cancel, or without one if there is none, nor will be. Where a create call lost its
 * answer, the same call returns its PaymentIntent, or makes one: neither moves money.
 */
async function ensureIntent(services: Services, work: PendingWork): Promise<PaymentRow> {
	const { row } = work;
	if (row.askedAt === null || row.intentToConfirm !== null) return row;
	if (!row.confirmsSeparately) {
		// Version 0.1.0 may be waiting for Stripe right now.
		if (services.now() - row.askedAt < oneCallMs) throw new ApiError('idempotency_in_progress');
		return row;
	}
	try {
		return await createIntent(services, work);
	} catch (error) {
		if (!isRefusal(error)) throw error;
		return row;
	}
}
