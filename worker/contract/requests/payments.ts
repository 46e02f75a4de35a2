/** What the merchant's server sends about payments. */
import * as v from 'valibot';
import { described } from '../describe.ts';
import { purposes } from '../values.ts';
import { amount, metadata, pageCursor, pageLimit, text } from './fields.ts';

const purposeOf =
	'What is paid for. Since 2026 the ACH network requires purchases of goods to be labeled, so a payment for goods online must say `goods`.';

const metadataOf =
	'Your own data: up to 40 names of 40 characters, values of 500. Stripe gets it too, and every event of the payment carries it.';

/** `POST /v1/payments`. Its `Idempotency-Key` is required, and Stripe's key is made from it. */
export const paymentRequest = v.strictObject({
	connection: described(text(100), 'The id of the connection (`conn_…`) whose account is debited.'),
	amount: described(
		v.pipe(amount, v.metadata({ minimum: 50, maximum: 99_999_999 })),
		'In cents, from 50 to 99,999,999. Take it from your server’s data, never from a page.',
		6000,
	),
	currency: v.optional(described(text(10), 'ACH debits are in US dollars: `usd` is the only value.'), 'usd'),
	/** @see https://docs.stripe.com/payments/ach-direct-debit/nacha-compliance */
	purpose: described(v.picklist(purposes), purposeOf),
	authorization: v.optional(
		described(
			text(100),
			'The id of the authorization (`auth_…`) to debit under. Defaults to the connection’s newest one that is accepted and not revoked.',
		),
	),
	description: v.optional(described(text(1000), 'For you, at Stripe. The shopper does not see it.')),
	statement_descriptor: v.optional(
		described(
			v.pipe(
				text(22),
				v.regex(/^[^<>'"\\*]*[A-Za-z][^<>'"\\*]*$/, 'must have a letter and none of < > \\ \' " *'),
			),
			'What the shopper reads on the bank statement. Banks show about 16 characters of it.',
			'EXAMPLE SHOP',
		),
	),
	metadata: v.optional(described(metadata, metadataOf, { order: '42' })),
	check_balance: v.optional(
		described(
			v.picklist(['required', 'preferred']),
			'Asks the bank for the balance first, which may take half a minute. `required`: debit only if it is known to be enough. `preferred`: do not debit if it is not enough, but do if the bank does not report it.',
		),
	),
});
export type PaymentRequest = v.InferInput<typeof paymentRequest>;

/** `GET /v1/payments` */
export const paymentsQuery = v.strictObject({
	connection: v.optional(described(text(100), 'Return only the payments of this connection (`conn_…`).')),
	limit: pageLimit,
	cursor: pageCursor,
});

/** `POST /v1/payments/:id/refunds`. Its `Idempotency-Key` is required. */
export const refundRequest = v.strictObject({
	amount: v.optional(
		described(
			v.pipe(amount, v.metadata({ minimum: 1 })),
			'In cents. Defaults to all that has not been refunded.',
			1500,
		),
	),
	metadata: v.optional(
		described(metadata, 'Your own data about the refund, for Stripe: up to 40 names.', {
			reason: 'returned',
		}),
	),
});
export type RefundRequest = v.InferInput<typeof refundRequest>;
