import type { Desk } from '../desk.ts';
import { ApiError } from '../errors.ts';
import { claimPayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { answerOf, StripeFailure } from '../stripe/failure.ts';
import { endUnsent } from './end-unsent.ts';
import { expand } from './facts.ts';
import { applyIntent, findIntent, isUnconfirmed, lookAt } from './look.ts';
import { owned } from './take.ts';

/**
 * Cancels a debit that was not handed to the bank yet; one that is canceled already stays so.
 * @throws ApiError `payment_not_cancelable`
 * @see https://docs.stripe.com/api/payment_intents/cancel
 */
export async function cancelPayment(desk: Desk, row: PaymentRow): Promise<PaymentRow> {
	const { status, paymentIntent } = row;
	if (status === 'canceled') return row;
	if (status === 'pending' && paymentIntent === null) return cancelPending(desk, row);
	if (status !== 'processing' || paymentIntent === null) throw new ApiError('payment_not_cancelable');
	const stripe = await desk.stripe();
	try {
		const intent = await answerOf(stripe.paymentIntents.cancel(paymentIntent, { expand }));
		return await applyIntent(desk, { stripe, row, intent });
	} catch (error) {
		if (!(error instanceof StripeFailure) || error.code !== 'stripe_request_refused') throw error;
		const now = await lookAt(desk, row, paymentIntent);
		if (now.status === 'canceled') return now;
		const { stripe: told } = error.details;
		throw new ApiError('payment_not_cancelable', { ...(told && { stripe: told }) });
	}
}

/** Stripe may have it all the same: then it is as if its answer had come. */
async function cancelPending(desk: Desk, pending: PaymentRow): Promise<PaymentRow> {
	const owner = crypto.randomUUID();
	const row = await claimPayment(desk.database, pending.id, { owner, now: desk.now() });
	if (row.status !== 'pending') return cancelPayment(desk, row);
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');
	return owned(desk, row, owner, async () => {
		const stripe = await desk.stripe();
		const intent = await findIntent(stripe, row);
		if (!intent) return endUnsent(desk, row);
		if (!isUnconfirmed(intent)) return cancelPayment(desk, await applyIntent(desk, { stripe, row, intent }));
		const canceled = await answerOf(stripe.paymentIntents.cancel(intent.id, { expand }));
		return applyIntent(desk, { stripe, row, intent: canceled });
	});
}
