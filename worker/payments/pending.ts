/**
 * A pending payment is one whose outcome at Stripe is unknown: Stripe was never asked, or its answer was lost. One
 * request or job works on it at a time, under a lease. It finds out what Stripe has, and then either goes on or ends
 * the payment.
 */
import type { Stripe } from 'stripe';
import type { Services } from '../services.ts';
import { releasePayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { fromStripe, StripeFailure } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';
import { metadataNames } from './stripe-keys.ts';
import { expand, isUnconfirmed, notSent, toStripeState } from './stripe-state.ts';
import { applyState } from './sync.ts';

/**
 * Works on a pending payment that `owner` has claimed. If the work fails, the lease is released at once, so that the
 * merchant's repeat does not have to wait for its end; a spent idempotency key is counted, so that the repeat uses the
 * next one.
 */
export async function withLease<T>(
	services: Services,
	{ id, owner }: { id: string; owner: string },
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const isKeySpent = error instanceof StripeFailure && error.isKeySpent;
		// Best effort: a lease that is not released ends by itself.
		await releasePayment(services.database, id, { owner, isKeySpent }).catch(() => undefined);
		throw error;
	}
}

/** What Stripe has of a pending payment. */
export type AtStripe =
	| { found: 'nothing'; intent?: undefined }
	/** A PaymentIntent that nobody has confirmed: see `isUnconfirmed`. */
	| { found: 'unconfirmed'; intent: Stripe.PaymentIntent }
	/** A PaymentIntent with an outcome, or on its way to one. */
	| { found: 'confirmed'; intent: Stripe.PaymentIntent };

/**
 * Looks for the PaymentIntent of a payment that Stripe was asked for and whose answer was never stored.
 *
 * Stripe's list of a Customer's PaymentIntents shows a new one immediately; its search lags behind by a minute. `nothing`
 * means that Stripe has none now. A create call that is still running may make one later.
 */
export async function findAtStripe(stripe: StripeClient, row: PaymentRow): Promise<AtStripe> {
	const { id, customer, askedAt } = row;
	// Both are stored before Stripe is asked for the debit.
	if (customer === null || askedAt === null) return { found: 'nothing' };
	const list = stripe.paymentIntents.list({
		customer,
		// An hour of tolerance between Stripe's clock and ours.
		created: { gte: Math.floor(askedAt / 1000) - 3600 },
		limit: 100,
		expand: expand.map((path) => `data.${path}`),
	});
	let intent: Stripe.PaymentIntent | undefined;
	await fromStripe(
		list.autoPagingEach((candidate) => {
			if (candidate.metadata[metadataNames.payment] === id) intent = candidate;
			return intent === undefined;
		}),
	);
	if (!intent) return { found: 'nothing' };
	return { found: isUnconfirmed(intent) ? 'unconfirmed' : 'confirmed', intent };
}

/**
 * Ends a payment as `canceled`: Stripe has nothing of it, or an unconfirmed PaymentIntent, which is canceled at Stripe
 * first so that nobody can confirm it anymore. Its one-time authorization can be used again.
 * @param reason shown as the payment's `failure`; without one the merchant canceled or revoked
 */
export async function endUnsent(
	services: Services,
	row: PaymentRow,
	{
		intent,
		reason,
	}: { intent?: { id: string } | undefined; reason?: { code: string; message?: string } } = {},
): Promise<PaymentRow> {
	const failure = reason ? failureOf(reason.code, reason.message) : null;
	if (!intent) return applyState(services, row, notSent('canceled', { failure, paymentIntent: null }));
	const stripe = await services.stripe();
	const canceled = await fromStripe(stripe.paymentIntents.cancel(intent.id, { expand }));
	return applyState(services, row, { ...(await toStripeState(stripe, canceled)), failure });
}
