import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { claimPayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { answerOf, StripeFailure } from '../stripe/failure.ts';
import { withLease } from './create.ts';
import { endUnsent } from './end-unsent.ts';
import { expand } from './stripe-state.ts';
import { applyIntent, findIntent, isUnconfirmed, refresh } from './sync.ts';

/**
 * Cancels a debit that was not handed to the bank yet; one that is canceled already stays so.
 * @throws ApiError `payment_not_cancelable`
 * @see https://docs.stripe.com/api/payment_intents/cancel
 */
export async function cancelPayment(services: Services, row: PaymentRow): Promise<PaymentRow> {
	const { status, paymentIntent } = row;
	if (status === 'canceled') return row;
	if (status === 'pending' && paymentIntent === null) return cancelPending(services, row);
	if (status !== 'processing' || paymentIntent === null) throw new ApiError('payment_not_cancelable');
	const stripe = await services.stripe();
	try {
		const intent = await answerOf(stripe.paymentIntents.cancel(paymentIntent, { expand }));
		return await applyIntent(services, { stripe, row, intent });
	} catch (error) {
		if (!(error instanceof StripeFailure) || error.code !== 'stripe_request_refused') throw error;
		const now = await refresh(services, row, paymentIntent);
		if (now.status === 'canceled') return now;
		const { stripe: told } = error.details;
		throw new ApiError('payment_not_cancelable', { ...(told && { stripe: told }) });
	}
}

/** Stripe may have it all the same: then it is as if its answer had come. */
async function cancelPending(services: Services, pending: PaymentRow): Promise<PaymentRow> {
	const owner = crypto.randomUUID();
	const row = await claimPayment(services.database, pending.id, { owner, now: services.now() });
	if (row.status !== 'pending') return cancelPayment(services, row);
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');
	return withLease(services, row, owner, async () => {
		const stripe = await services.stripe();
		const intent = await findIntent(stripe, row);
		if (!intent) return endUnsent(services, row);
		if (!isUnconfirmed(intent))
			return cancelPayment(services, await applyIntent(services, { stripe, row, intent }));
		const canceled = await answerOf(stripe.paymentIntents.cancel(intent.id, { expand }));
		return applyIntent(services, { stripe, row, intent: canceled });
	});
}
