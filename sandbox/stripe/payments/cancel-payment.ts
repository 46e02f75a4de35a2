/** Cancels a PaymentIntent. @see https://docs.stripe.com/api/payment_intents/cancel */
import { type StripeCall, stripeTime } from '../endpoint.ts';
import { emit } from '../events/emit.ts';
import type { PaymentIntent } from '../records.ts';
import { cancelableStatuses, unexpectedState } from './payment-intents.ts';
import { cancelSettlement, isSent } from './settlement.ts';

/** A debit can be canceled until it is sent to the bank. Throws payment_intent_unexpected_state. */
export function cancelPayment(
	call: StripeCall,
	intent: PaymentIntent,
	reason: PaymentIntent['cancellation_reason'],
): void {
	const { state } = call;
	if (!cancelableStatuses.includes(intent.status)) {
		throw unexpectedState(
			intent,
			`You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelableStatuses.join(', ')}.`,
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
		cancelSettlement(state, charge);
		charge.status = 'failed';
		charge.failure_message = 'The payment was canceled.';
	}
	intent.canceled_at = stripeTime(state.clock.now());
	intent.cancellation_reason = reason;
	intent.status = 'canceled';
	intent.next_action = null;
	state.waitingMandates.delete(intent.id);
	if (charge) emit(call, 'charge.failed', charge);
	emit(call, 'payment_intent.canceled', intent);
}
