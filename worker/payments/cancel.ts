import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { newOwner } from '../store/leases.ts';
import { claimPayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { fromStripe, isRefusal } from '../stripe/failure.ts';
import { endPending, findOut, withLease } from './pending.ts';
import { expand } from './stripe-state.ts';
import { applyIntent, refresh } from './sync.ts';

/**
 * Cancels a debit that Stripe has not handed to the bank yet. Canceling again returns the same payment.
 * @throws ApiError `payment_not_cancelable`; `idempotency_in_progress` while a request is making the debit
 * @see https://docs.stripe.com/api/payment_intents/cancel
 */
export async function cancelPayment(services: Services, row: PaymentRow): Promise<PaymentRow> {
	const { status, paymentIntent } = row;
	if (status === 'canceled') return row;
	if (status === 'pending') return cancelPending(services, row);
	if (status !== 'processing' || paymentIntent === null) throw new ApiError('payment_not_cancelable');
	const stripe = await services.stripe();
	try {
		const intent = await fromStripe(stripe.paymentIntents.cancel(paymentIntent, { expand }));
		return await applyIntent(services, { stripe, row, intent });
	} catch (error) {
		if (!isRefusal(error)) throw error;
		// Too late, or already canceled: by an earlier call whose answer was lost, or at Stripe's dashboard.
		const current = await refresh(services, row, paymentIntent);
		if (current.status === 'canceled') return current;
		const { stripe: details } = error.details;
		throw new ApiError('payment_not_cancelable', { ...(details && { stripe: details }) });
	}
}

/** Whether Stripe has the debit is unknown, so Stripe is asked first. */
async function cancelPending(services: Services, pending: PaymentRow): Promise<PaymentRow> {
	const owner = newOwner();
	const row = await claimPayment(services.database, pending.id, { owner, now: services.now() });
	if (row.status !== 'pending') return cancelPayment(services, row);
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');
	return withLease(services, { row, owner }, async () => {
		const stripe = await services.stripe();
		const found = await findOut(services, { stripe, row, owner });
		if (found.status !== 'pending') return cancelPayment(services, found);
		const ended = await endPending(services, { stripe, row: found, owner });
		// It was debited in between.
		return ended.status === 'canceled' ? ended : cancelPayment(services, ended);
	});
}
