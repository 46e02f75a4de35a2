/** What Stripe knows of a payment, from its PaymentIntent with all that hangs on it. */
import type { Stripe } from 'stripe';
import type { PaymentFailure, PaymentRefund, PaymentStatus } from '../contract.ts';
import type { StripeClient } from '../stripe/client.ts';
import { answerOf } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';

export type StripeState = {
	status: PaymentStatus;
	failure: PaymentFailure | null;
	/** Whether the bank has had it: from then on there is a balance transaction. */
	sent: boolean;
	paymentIntent: string | null;
	mandate: string | null;
	dispute: string | null;
	refunds: PaymentRefund[];
};

/** What an intent has to be asked for with, so that `toStripeState` finds all of it. */
export const expand = ['latest_charge.refunds'];

/** A PaymentIntent that is not on its way has failed: nobody would confirm it once more. */
const statuses: Partial<Record<Stripe.PaymentIntent.Status, PaymentStatus>> = {
	processing: 'processing',
	succeeded: 'succeeded',
	canceled: 'canceled',
};

/**
 * A return that comes after success is a dispute, which ends at once; the reason stands only in it.
 * @see https://docs.stripe.com/payments/ach-direct-debit#disputed-payments
 */
export async function toStripeState(
	stripe: StripeClient,
	intent: Stripe.PaymentIntent,
): Promise<StripeState> {
	const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
	const error = intent.last_payment_error;
	const status = statuses[intent.status] ?? 'failed';
	const facts: StripeState = {
		status,
		failure:
			status === 'failed'
				? failureOf(
						charge?.failure_code ?? error?.code ?? 'unknown',
						charge?.failure_message ?? error?.message,
					)
				: null,
		sent: Boolean(charge?.balance_transaction),
		paymentIntent: intent.id,
		mandate: idOf(charge?.payment_method_details?.us_bank_account?.mandate),
		dispute: null,
		refunds: (await refundsAtStripe(stripe, intent)).map(refundOf),
	};
	if (!charge?.disputed) return facts;
	const { data } = await answerOf(stripe.disputes.list({ payment_intent: intent.id, limit: 1 }));
	const [dispute] = data;
	if (!dispute) return facts;
	return { ...facts, status: 'disputed', failure: failureOf(dispute.reason), dispute: dispute.id };
}

/** A charge shows its ten newest; where there are more, they are listed. */
export async function refundsAtStripe(
	stripe: StripeClient,
	{ id, latest_charge: charge }: Stripe.PaymentIntent,
): Promise<Stripe.Refund[]> {
	const refunds = typeof charge === 'object' ? charge?.refunds : null;
	if (!refunds?.has_more) return refunds?.data ?? [];
	return (await answerOf(stripe.refunds.list({ payment_intent: id, limit: 100 }))).data;
}

const idOf = (named: string | { id: string } | null | undefined): string | null =>
	typeof named === 'object' ? (named?.id ?? null) : (named ?? null);

function refundOf(refund: Stripe.Refund): PaymentRefund {
	const { id, amount, status } = refund;
	const ended = status === 'succeeded' || status === 'failed' || status === 'canceled';
	return {
		id,
		amount,
		status: ended ? status : 'pending',
		failure_reason: refund.failure_reason ?? null,
		created_at: new Date(refund.created * 1000).toISOString(),
	};
}
