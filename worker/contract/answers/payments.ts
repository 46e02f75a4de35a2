/** ACH debits and their refunds. */
import * as v from 'valibot';
import { type Answer, described, nullable } from '../describe.ts';
import { eventTypes, paymentStatuses, purposes, refundStatuses } from '../values.ts';
import { cents, id, livemode, nextCursor, objectName, textsByName, time, timeOrNull } from './fields.ts';

export const paymentStatus = described(
	v.picklist(paymentStatuses),
	'`pending`: Stripe has not answered yet. `processing`: on its way, for up to four business days, or waiting for the shopper: see `next_action`. `succeeded`: the bank has paid; it can still take the money back. `failed`: refused or returned, see `failure`. `canceled`: never sent. `disputed`: taken back after it had succeeded. `refunded`: all of it was refunded; after a partial refund it stays `succeeded`.',
);

export const paymentFailure = described(
	v.strictObject({
		code: described(
			v.string(),
			'Stripe’s code, or `never_sent`. More codes can appear.',
			'insufficient_funds',
		),
		message: described(v.string(), 'What happened, for you.'),
		display_message: described(v.string(), 'What to tell the shopper, in English.'),
	}),
	'Why a payment failed, was disputed or was never sent.',
);
export type PaymentFailure = v.InferOutput<typeof paymentFailure>;

export const refund = described(
	v.strictObject({
		id: described(v.string(), 'Stripe’s id of the refund: `re_…` or `pyr_…`.', 're_1Qx0f2B716b362c4'),
		amount: cents('In cents.', 1500),
		status: described(
			v.picklist(refundStatuses),
			'`pending`: on its way, for three business days or more. `succeeded`: the shopper has the money. `failed`: the bank did not take it, see `failure_reason`. `canceled`: stopped at Stripe.',
		),
		failure_reason: nullable(v.string(), 'Stripe’s reason. Null unless the refund failed.'),
		created_at: time('When it was made.'),
	}),
	'Money of a payment that goes back to the shopper.',
);
export type PaymentRefund = v.InferOutput<typeof refund>;

const stripeIds = v.strictObject({
	payment_intent: nullable(
		v.string(),
		'The PaymentIntent. Null until Stripe has answered.',
		'pi_3Qx0f2B716b362c4',
	),
	customer: nullable(v.string(), 'The Customer. Null until it is known.', 'cus_ABC123'),
	payment_method: nullable(
		v.string(),
		'The bank account: `ba_…` or `pm_…`. Null until Stripe has it.',
		'ba_1Qx0f2B716b362c4',
	),
	mandate: nullable(v.string(), 'The Mandate. Null until Stripe has made it.', 'mandate_1Qx0f2B716b362c4'),
	dispute: nullable(v.string(), 'The Dispute. Null if there is none.', 'dp_1Qx0f2B716b362c4'),
});

const nextAction = described(
	v.strictObject({
		type: described(v.literal('verify_with_microdeposits'), 'What it is.'),
		url: described(
			v.string(),
			'Stripe’s page for it. Send the shopper there once the deposits have arrived.',
			'https://payments.stripe.com/microdeposit/pacs_test_YWNjdF8x',
		),
		arrives_at: timeOrNull('When the deposits are expected in the account. Null if Stripe does not say.'),
	}),
	'What the shopper has to do before the debit can be made.',
);
export type PaymentNextAction = v.InferOutput<typeof nextAction>;

export const payment = described(
	v.strictObject({
		id: id('pay', 'The payment’s id.'),
		object: objectName('payment'),
		connection: id('conn', 'The connection whose account is debited.'),
		authorization: id('auth', 'The authorization that the debit is made under.'),
		amount: cents('In cents.', 6000),
		amount_refunded: cents('How much of it was refunded, in cents. Goes down again if a refund fails.', 0),
		currency: described(v.literal('usd'), 'Always `usd`: ACH debits are in US dollars.'),
		purpose: described(v.picklist(purposes), 'What is paid for.'),
		description: nullable(v.string(), 'Your description, for Stripe. Null if none was sent.'),
		metadata: described(textsByName, 'Your own data: texts by name.', { order: '42' }),
		status: paymentStatus,
		status_since: time('Since when it has been in this status.'),
		failure: nullable(
			paymentFailure,
			'Why it failed, was disputed or was never sent. Null if none of that happened.',
		),
		next_action: nullable(
			nextAction,
			'What the shopper has to do before the debit can be made, while it is `processing`. Null if nothing.',
		),
		refunds: described(v.array(refund), 'Its refunds, oldest first.'),
		history: described(
			v.array(
				v.strictObject({
					type: described(v.picklist(eventTypes), 'The type of the event.', 'payment.processing'),
					at: time('When it happened.'),
				}),
			),
			'What has happened to it, oldest first.',
		),
		stripe: described(stripeIds, 'The ids of its objects at Stripe.'),
		livemode,
		created_at: time('When it was asked for.'),
	}),
	'An ACH debit, with its refunds and its history.',
);
/** As it is answered alone. */
export type Payment = Answer<typeof payment>;

export const paymentList = v.strictObject({
	payments: described(v.array(payment), 'The payments of this page, newest first.'),
	next_cursor: nextCursor,
});
export type PaymentsAnswer = Answer<typeof paymentList>;
