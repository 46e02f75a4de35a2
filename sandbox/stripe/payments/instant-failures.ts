/** Payments that Stripe refuses without asking the bank: a blocked account, an amount above a limit, a high risk. */
import { paymentMethodJson } from '../customers/json.ts';
import { behaviorOf } from '../customers/test-accounts.ts';
import type { StripeCall } from '../endpoint.ts';
import { StripeRefusal } from '../errors.ts';
import { emit } from '../events/emit.ts';
import type { BankAccount, Charge, PaymentIntent } from '../records.ts';
import { markFailed } from './settlement.ts';

type InstantFailure = {
	type: 'card_error' | 'invalid_request_error';
	code: string;
	message: string;
	/** Whether the charge's outcome names the risk. */
	isHighRisk?: boolean;
};

/** If Stripe refuses the payment, the charge and the intent fail, and it throws. */
export function failAtOnce(
	call: StripeCall,
	intent: PaymentIntent,
	{ account, charge }: { account: BankAccount; charge: Charge },
): void {
	const failure = findFailure(call, intent, account);
	if (!failure) return;
	const { type, code, message, isHighRisk = false } = failure;
	markFailed(call.state, charge, { code, message });
	if (isHighRisk && charge.outcome) {
		charge.outcome.network_status = 'not_sent_to_network';
		charge.outcome.reason = 'highest_risk_level';
		charge.outcome.risk_level = 'highest';
		charge.outcome.seller_message = 'Stripe blocked this payment as too risky.';
		charge.outcome.type = 'blocked';
	}
	if (intent.last_payment_error) intent.last_payment_error.type = type;
	emit(call, 'charge.failed', charge);
	emit(call, 'payment_intent.payment_failed', intent);
	throw new StripeRefusal({
		type,
		code,
		message,
		status: type === 'card_error' ? 402 : 400,
		details: {
			charge: charge.id,
			payment_intent: intent,
			payment_method: paymentMethodJson(account),
		},
	});
}

function findFailure(
	{ state }: StripeCall,
	{ amount }: PaymentIntent,
	account: BankAccount,
): InstantFailure | null {
	if (account.blocked) {
		return {
			type: 'card_error',
			code: 'bank_account_unusable',
			message:
				'This bank account cannot be used for payments: its bank refuses debits from it. Ask the customer for another one.',
		};
	}
	const limit = state.stripe.transaction_limit;
	if (limit !== null && amount > limit) {
		const dollars = (limit / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
		return {
			type: 'invalid_request_error',
			code: 'charge_exceeds_transaction_limit',
			message: `Your account currently does not support bank account payment amounts greater than $${dollars}.`,
		};
	}
	switch (behaviorOf(account)) {
		case 'weekly_limit_exceeded':
			return {
				type: 'invalid_request_error',
				code: 'charge_exceeds_source_limit',
				message:
					'This payment would cause you to exceed your rolling-window processing limit for this source type.',
			};
		case 'highest_risk':
			return {
				type: 'card_error',
				code: 'payment_intent_payment_attempt_failed',
				message: 'This payment was blocked because its risk is too high.',
				isHighRisk: true,
			};
		default:
			return null;
	}
}
