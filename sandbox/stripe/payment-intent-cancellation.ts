/** Canceling a PaymentIntent, and capturing one, which bank debits never want. */

import { unexpectedState } from './confirmation.ts';
import { emit } from './emit.ts';
import { type StripeEndpoint, stripeTime } from './endpoint.ts';
import { optionalChoice } from './parameters.ts';
import { requireIntent, writePermission } from './payment-intent-lookup.ts';
import { isSent, unschedule } from './settlement.ts';

const cancelable = [
	...['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action'],
	'processing',
];

/** A debit can be canceled until it is sent to the bank. */
export const paymentIntentsCancel: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_intents/:id/cancel',
	permission: writePermission,
	parameters: ['cancellation_reason'],
	returns: 'payment_intent',
	answer: (call) => {
		const { state, parameters } = call;
		const reasons = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;
		const reason = optionalChoice(parameters, 'cancellation_reason', reasons);
		const intent = requireIntent(call);
		if (!cancelable.includes(intent.status)) {
			throw unexpectedState(
				intent,
				`You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelable.join(', ')}.`,
			);
		}
		const charge = intent.status === 'processing' ? state.charges.get(intent.latest_charge ?? '') : undefined;
		if (charge && isSent(charge)) {
			throw unexpectedState(
				intent,
				'You cannot cancel this PaymentIntent because its debit has been sent to the bank already. Refund it once it has succeeded.',
			);
		}
		if (charge) {
			unschedule(state, charge);
			Object.assign(charge, { status: 'failed', failure_message: 'The payment was canceled.' });
		}
		Object.assign(intent, {
			canceled_at: stripeTime(state.clock.now()),
			cancellation_reason: reason ?? null,
			status: 'canceled',
		});
		if (charge) emit(call, 'charge.failed', charge);
		emit(call, 'payment_intent.canceled', intent);
		return intent;
	},
};

/** Bank debits are never captured by hand. */
export const paymentIntentsCapture: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_intents/:id/capture',
	permission: writePermission,
	parameters: ['amount_to_capture', 'final_capture', 'metadata', 'statement_descriptor'],
	returns: 'payment_intent',
	answer: (call) => {
		const intent = requireIntent(call);
		throw unexpectedState(
			intent,
			`This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
		);
	},
};
