import type { Stripe } from 'stripe';
import type { RefundRequest } from '../contract.ts';
import type { Desk } from '../desk.ts';
import { ApiError } from '../errors.ts';
import { sha256 } from '../store/hash.ts';
import type { PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { answerOf, StripeFailure } from '../stripe/failure.ts';
import { lookAt } from './look.ts';

/** Where a refund's key stands in the metadata of Stripe's: one key, one refund, however late it is sent again. */
const ourName = 'plaid_stripe_connect_refund';

/**
 * Gives money back: all that is left, or a part. What has come of the same key before is looked for first.
 * @throws ApiError `payment_not_refundable`, `amount_too_small`, `amount_too_large`
 * @see https://docs.stripe.com/refunds
 */
export async function refundPayment(
	desk: Desk,
	row: PaymentRow,
	{ request, key }: { request: RefundRequest; key: string },
): Promise<PaymentRow> {
	const intent = row.paymentIntent;
	if (intent === null) throw new ApiError('payment_not_refundable');
	const keyHash = await sha256(`${row.id} ${key}`);
	const stripe = await desk.stripe();
	if (await findRefund(stripe, { intent, keyHash })) return lookAt(desk, row, intent);

	const { status, amount: paid, amountRefunded } = await lookAt(desk, row, intent);
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
				{ payment_intent: intent, amount, metadata: { ...request.metadata, [ourName]: keyHash } },
				{ idempotencyKey: `${row.id}-${keyHash.slice(0, 16)}-refund` },
			),
		);
	} catch (error) {
		if (!(error instanceof StripeFailure) || error.code !== 'stripe_request_refused') throw error;
		// Older than 180 days, disputed or refunded meanwhile: its words tell.
		const { stripe: told } = error.details;
		throw new ApiError('payment_not_refundable', { message: error.message, ...(told && { stripe: told }) });
	}
	return lookAt(desk, row, intent);
}

async function findRefund(
	stripe: StripeClient,
	{ intent, keyHash }: { intent: string; keyHash: string },
): Promise<Stripe.Refund | undefined> {
	const { data } = await answerOf(stripe.refunds.list({ payment_intent: intent, limit: 100 }));
	return data.find(({ metadata }) => metadata?.[ourName] === keyHash);
}
