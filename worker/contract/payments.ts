/** ACH debits and their refunds. */
import * as v from 'valibot';
import type { EventType } from './events.ts';
import { amount, metadata, pageCursor, pageLimit, text } from './fields.ts';

/** `POST /v1/payments`; its `Idempotency-Key` is required, and reaches Stripe. */
export const paymentRequest = v.strictObject({
	connection: text(100),
	/** In cents, from 50 to 99999999. */
	amount,
	currency: v.optional(text(10), 'usd'),
	/** Since 2026 the network wants purchases of goods labelled. @see https://docs.stripe.com/payments/ach-direct-debit/nacha-compliance */
	purpose: v.picklist(['goods', 'services', 'other']),
	/** By default the connection's newest that stands. */
	authorization: v.optional(text(100)),
	description: v.optional(text(1000)),
	/** On the shopper's bank statement. */
	statement_descriptor: v.optional(
		v.pipe(
			text(22),
			v.regex(/^[^<>'"\\*]*[A-Za-z][^<>'"\\*]*$/, 'must have a letter and none of < > \\ \' " *'),
		),
	),
	metadata: v.optional(metadata),
	/**
	 * Asks the bank for the balance first (may take half a minute). `required`: no debit unless it suffices;
	 * `preferred`: none where it does not suffice, but one where the bank does not tell.
	 */
	check_balance: v.optional(v.picklist(['required', 'preferred'])),
});
export type PaymentRequest = v.InferInput<typeof paymentRequest>;

/** `GET /v1/payments` */
export const paymentsQuery = v.strictObject({
	connection: v.optional(text(100)),
	limit: pageLimit,
	cursor: pageCursor,
});
export type PaymentsAnswer = {
	/** Newest first. */
	payments: Omit<Payment, 'request_id'>[];
	next_cursor: string | null;
	request_id: string;
};

/** `POST /v1/payments/:id/refunds`; its `Idempotency-Key` is required, too. */
export const refundRequest = v.strictObject({
	/** In cents; by default all that is left. */
	amount: v.optional(amount),
	metadata: v.optional(metadata),
});
export type RefundRequest = v.InferInput<typeof refundRequest>;

/**
 * `pending`: Stripe has not answered yet. `processing`: on its way, for up to four business days. `succeeded` may still
 * become `disputed`, when the bank returns it late. `refunded`: all of it; a part leaves it `succeeded`.
 */
export type PaymentStatus =
	| 'pending'
	| 'processing'
	| 'succeeded'
	| 'failed'
	| 'canceled'
	| 'disputed'
	| 'refunded';

/** `GET /v1/payments/:id`; `POST /v1/payments`, `…/cancel` and `…/refunds` answer it, too. */
export type Payment = {
	/** `pay_…` */
	id: string;
	object: 'payment';
	connection: string;
	authorization: string;
	amount: number;
	amount_refunded: number;
	currency: 'usd';
	purpose: 'goods' | 'services' | 'other';
	description: string | null;
	metadata: Record<string, string>;
	status: PaymentStatus;
	status_since: string;
	/** Why it failed, was disputed or never sent: Stripe's code, and words for the merchant and the shopper. */
	failure: PaymentFailure | null;
	refunds: PaymentRefund[];
	/** What has happened, oldest first. */
	history: { type: EventType; at: string }[];
	stripe: {
		payment_intent: string | null;
		customer: string | null;
		/** `ba_…` or `pm_…` */
		payment_method: string | null;
		mandate: string | null;
		dispute: string | null;
	};
	livemode: boolean;
	created_at: string;
	request_id: string;
};
export type PaymentFailure = { code: string; message: string; display_message: string };
export type PaymentRefund = {
	/** Stripe's, `re_…` or `pyr_…`. */
	id: string;
	amount: number;
	status: 'pending' | 'succeeded' | 'failed' | 'canceled';
	/** Stripe's, where it failed. */
	failure_reason: string | null;
	created_at: string;
};
