/** What Stripe knows about a payment: the state of its PaymentIntent, charge, refunds and dispute as one object. */
import type { Stripe } from 'stripe';
import type { PaymentFailure, PaymentNextAction, PaymentRefund, PaymentStatus } from '../contract.ts';
import type { StripeClient } from '../stripe/client.ts';
import { fromStripe } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';

/** `pending` is ours: Stripe has not answered. `refunded` is ours, too: it follows from the refunds. */
export type StripeStatus = Exclude<PaymentStatus, 'pending' | 'refunded'>;

export type StripeState = {
	/** Null: not confirmed, so there is no outcome, and there may be one at any time. */
	status: StripeStatus | null;
	failure: PaymentFailure | null;
	nextAction: PaymentNextAction | null;
	/** Whether the entry went to the bank: from then on the charge has a balance transaction. */
	sent: boolean;
	/** `pi_…` */
	paymentIntent: string | null;
	mandate: string | null;
	/** `du_…` */
	dispute: string | null;
	refunds: PaymentRefund[];
};

/** The state of a debit that Stripe does not have, or has only as a PaymentIntent that never went to the bank. */
export const notSent = (
	status: 'failed' | 'canceled',
	{ failure, paymentIntent }: Pick<StripeState, 'failure' | 'paymentIntent'>,
): StripeState => ({
	...{ status, failure, paymentIntent },
	nextAction: null,
	sent: false,
	mandate: null,
	dispute: null,
	refunds: [],
});

/** `expand` of every call that returns a PaymentIntent for `toStripeState`. */
export const expand = ['latest_charge.refunds'];

/**
 * The status of a payment with this PaymentIntent, apart from disputes; null if nobody has tried to debit yet. A status
 * that Stripe adds one day counts as on its way: the debit may still come, so nothing may end.
 * @see https://docs.stripe.com/payments/paymentintents/lifecycle
 */
export function statusOf({ status, last_payment_error: error }: Stripe.PaymentIntent): StripeStatus | null {
	switch (status) {
		case 'succeeded':
			return 'succeeded';
		case 'canceled':
			return 'canceled';
		case 'requires_payment_method':
		case 'requires_confirmation':
			// After a debit that failed, the PaymentIntent has an error.
			return error === null ? null : 'failed';
		default:
			return 'processing';
	}
}

/**
 * Stripe has created the PaymentIntent and not (yet) tried to debit: the call may still be running, or it broke off in
 * between. So this is no outcome.
 */
export const isUnconfirmed = (intent: Stripe.PaymentIntent): boolean => statusOf(intent) === null;

/** Money moves, or has moved. */
const liveStatuses = new Set<StripeStatus | null>(['processing', 'succeeded', 'disputed']);
export const isLive = (status: StripeStatus | null): boolean => liveStatuses.has(status);

/** The statuses of a dispute in which the money is gone. One that Stripe adds one day means nothing yet. */
const takenBack = new Set<Stripe.Dispute.Status>(['lost', 'needs_response', 'under_review']);

/**
 * A return that comes after the payment has succeeded is a dispute at Stripe, lost from the start. Only the dispute has
 * the reason.
 * @param intent fetched with `expand`
 * @see https://docs.stripe.com/payments/ach-direct-debit#disputed-payments
 */
export async function toStripeState(
	stripe: StripeClient,
	intent: Stripe.PaymentIntent,
): Promise<StripeState> {
	const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
	const error = intent.last_payment_error;
	const status = statusOf(intent);
	const failureCode = charge?.failure_code ?? error?.code ?? 'unknown';
	const state: StripeState = {
		status,
		failure: status === 'failed' ? failureOf(failureCode, charge?.failure_message ?? error?.message) : null,
		nextAction: status === 'processing' ? nextActionOf(intent) : null,
		sent: Boolean(charge?.balance_transaction),
		paymentIntent: intent.id,
		mandate: idOf(charge?.payment_method_details?.us_bank_account?.mandate),
		dispute: null,
		refunds: (await refundsAtStripe(stripe, intent)).map(toPaymentRefund),
	};
	if (!charge?.disputed) return state;
	const { data } = await fromStripe(stripe.disputes.list({ payment_intent: intent.id, limit: 1 }));
	const [dispute] = data;
	if (!dispute || !takenBack.has(dispute.status)) return state;
	return { ...state, status: 'disputed', failure: failureOf(dispute.reason), dispute: dispute.id };
}

/**
 * An expanded charge has its ten newest refunds. Where there are more, all of them are fetched.
 * @param intent fetched with `expand`
 */
export async function refundsAtStripe(
	stripe: StripeClient,
	{ id, latest_charge: charge }: Stripe.PaymentIntent,
): Promise<Stripe.Refund[]> {
	const refunds = typeof charge === 'object' ? charge?.refunds : null;
	if (!refunds?.has_more) return refunds?.data ?? [];
	const all: Stripe.Refund[] = [];
	const list = stripe.refunds.list({ payment_intent: id, limit: 100 });
	await fromStripe(list.autoPagingEach((refund) => void all.push(refund)));
	return all;
}

/** Stripe verifies the account by micro-deposits first. Any other action is for the merchant to find at Stripe. */
function nextActionOf({ next_action: action }: Stripe.PaymentIntent): PaymentNextAction | null {
	const deposits = action?.verify_with_microdeposits;
	if (!deposits?.hosted_verification_url) return null;
	const { hosted_verification_url: url, arrival_date: seconds } = deposits;
	const arrives_at = seconds ? new Date(seconds * 1000).toISOString() : null;
	return { type: 'verify_with_microdeposits', url, arrives_at };
}

const finalRefundStatuses = ['succeeded', 'failed', 'canceled'] as const;

const toPaymentRefund = ({ id, amount, status, failure_reason, created }: Stripe.Refund): PaymentRefund => ({
	id,
	amount,
	status: finalRefundStatuses.find((final) => final === status) ?? 'pending',
	failure_reason: failure_reason ?? null,
	created_at: new Date(created * 1000).toISOString(),
});

const idOf = (expandable: string | { id: string } | null | undefined): string | null =>
	typeof expandable === 'object' ? (expandable?.id ?? null) : (expandable ?? null);
