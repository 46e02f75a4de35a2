import type { RefundRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { sha256 } from '../store/encoding.ts';
import type { PaymentRow } from '../store/schema.ts';
import { fromStripe, isRefusal, StripeFailure } from '../stripe/failure.ts';
import { metadataNames, refundKey } from './stripe-keys.ts';
import { expand, refundsAtStripe } from './stripe-state.ts';
import { applyIntent, refresh } from './sync.ts';

/**
 * Refunds all that is left of a payment, or a part of it. One key makes one refund: Stripe's idempotency key prevents a
 * second one for a day, and the key's hash in the refund's metadata after that.
 * @param key the merchant's `Idempotency-Key`
 * @throws ApiError `payment_not_refundable`, `amount_too_small`, `amount_too_large`
 * @see https://docs.stripe.com/refunds
 */
export async function refundPayment(
	services: Services,
	row: PaymentRow,
	{ request, key }: { request: RefundRequest; key: string },
): Promise<PaymentRow> {
	if (row.paymentIntent === null) throw new ApiError('payment_not_refundable');
	const keyHash = await sha256(`${row.id} ${key}`);
	const stripe = await services.stripe();
	for (let keysSpent = 0; ; keysSpent++) {
		const intent = await fromStripe(stripe.paymentIntents.retrieve(row.paymentIntent, { expand }));
		const current = await applyIntent(services, { stripe, row, intent });
		const refunds = await refundsAtStripe(stripe, intent);
		if (refunds.some(({ metadata }) => metadata?.[metadataNames.refund] === keyHash)) return current;

		const amount = amountToRefund(current, request);
		const metadata = { ...request.metadata, [metadataNames.refund]: keyHash };
		const options = { idempotencyKey: refundKey(row, { keyHash, keysSpent }) };
		try {
			await fromStripe(stripe.refunds.create({ payment_intent: intent.id, amount, metadata }, options));
		} catch (error) {
			if (isStoredFailure(error) && keysSpent < mostKeysSpent) continue;
			if (!isRefusal(error)) throw error;
			// Older than 180 days, or disputed or refunded in between: Stripe's message says which.
			const { stripe: details } = error.details;
			throw new ApiError('payment_not_refundable', {
				message: error.message,
				...(details && { stripe: details }),
			});
		}
		return refresh(services, current, intent.id);
	}
}

/** How many keys are tried at most in one request. */
const mostKeysSpent = 3;

/**
 * Stripe has stored a failure of its own under the key, and returns it for a day. The call has ended, so the refund was
 * made or never will be: Stripe's refunds say which, and then the next key is used.
 */
const isStoredFailure = (error: unknown): boolean =>
	error instanceof StripeFailure && error.isKeySpent && (error.error.statusCode ?? 0) >= 500;

function amountToRefund(
	{ status, amount: paid, amountRefunded }: PaymentRow,
	request: RefundRequest,
): number {
	const left = paid - amountRefunded;
	const { amount = left } = request;
	if (status !== 'succeeded' && status !== 'processing') throw new ApiError('payment_not_refundable');
	if (amount < 1)
		throw new ApiError('amount_too_small', { param: 'amount', message: 'Give back a cent at least.' });
	if (amount > left)
		throw new ApiError('amount_too_large', { param: 'amount', message: `${left} cents can be given back.` });
	return amount;
}
