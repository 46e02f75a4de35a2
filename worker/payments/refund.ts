import type { RefundRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { sha256 } from '../store/hash.ts';
import type { PaymentRow } from '../store/schema.ts';
import { answerOf, StripeFailure } from '../stripe/failure.ts';
import { expand, refundsAtStripe } from './stripe-state.ts';
import { applyIntent, refresh } from './sync.ts';

/** Where a refund's key stands in the metadata of Stripe's: one key, one refund, however late it is sent again. */
const ourName = 'plaid_stripe_connect_refund';

/**
 * Gives money back: all that is left, or a part. What has come of the same key before is looked for first.
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
	const intent = await answerOf(stripe.paymentIntents.retrieve(row.paymentIntent, { expand }));
	const now = await applyIntent(services, { stripe, row, intent });
	const made = await refundsAtStripe(stripe, intent);
	if (made.some(({ metadata }) => metadata?.[ourName] === keyHash)) return now;

	const { status, amount: paid, amountRefunded } = now;
	const left = paid - amountRefunded;
	const { amount = left } = request;
	if (status !== 'succeeded' && status !== 'processing') throw new ApiError('payment_not_refundable');
	if (amount < 1)
		throw new ApiError('amount_too_small', { param: 'amount', message: 'Give back a cent at least.' });
	if (amount > left)
		throw new ApiError('amount_too_large', { param: 'amount', message: `${left} cents can be given back.` });
	try {
		await answerOf(
			stripe.refunds.create(
				{ payment_intent: intent.id, amount, metadata: { ...request.metadata, [ourName]: keyHash } },
				{ idempotencyKey: `${row.id}-${keyHash.slice(0, 16)}-refund` },
			),
		);
	} catch (error) {
		if (!(error instanceof StripeFailure) || error.code !== 'stripe_request_refused') throw error;
		// Older than 180 days, disputed or refunded meanwhile: its words tell.
		const { stripe: told } = error.details;
		throw new ApiError('payment_not_refundable', { message: error.message, ...(told && { stripe: told }) });
	}
	return refresh(services, now, intent.id);
}
