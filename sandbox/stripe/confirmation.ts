/**
 * Confirming a PaymentIntent: everything that must be right before money moves, and the attempt itself.
 * @see https://docs.stripe.com/api/payment_intents/confirm
 */

import { behaviourOf } from './bank-accounts.ts';
import { bankDetails, createCharge } from './charges.ts';
import { emit } from './emit.ts';
import type { StripeCall } from './endpoint.ts';
import { invalidRequest, StripeRefusal } from './errors.ts';
import type { Form } from './form.ts';
import { activeMandateOf, createMandate, readAcceptance, requireMandate } from './mandates.ts';
import { requireAllowed, requireReturnUrl } from './method-types.ts';
import { paymentMethodObject } from './objects.ts';
import { optionalInteger, optionalText } from './parameters.ts';
import { attachPaymentMethod, notOfCustomer, requireUnused } from './payment-methods.ts';
import type { BankAccount, Charge, Mandate, PaymentIntent } from './records.ts';
import { markFailed, settleByItself } from './settlement.ts';
import { nextBusinessDay } from './settling-times.ts';

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export const unexpectedState = (intent: PaymentIntent, message: string): StripeRefusal =>
	invalidRequest(message, {
		code: 'payment_intent_unexpected_state',
		more: { payment_intent: intent },
	});

export function requireConfirmable(intent: PaymentIntent): void {
	if (confirmable.includes(intent.status)) return;
	throw unexpectedState(
		intent,
		intent.status === 'succeeded'
			? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
			: `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${confirmable.join(', ')}.`,
	);
}

/** An account is paid from for the Customer who has it, or for nobody in particular once. */
export function requireFits(intent: { customer: string | null }, account: BankAccount): void {
	requireUnused(account);
	if (account.customer === null || account.customer === intent.customer) return;
	if (intent.customer !== null) throw notOfCustomer(account.id, 400);
	throw invalidRequest(
		`The PaymentMethod supplied (${account.id}) belongs to the Customer ${account.customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
		{ param: 'payment_method' },
	);
}

/** What a confirmation brings, all of it good: thrown is what is refused before the intent changes. */
export type Confirmation = {
	account: BankAccount;
	acceptance: Mandate['customer_acceptance'] | null;
	mandate: Mandate | null;
};

export function readConfirmation(
	call: StripeCall,
	intent: PaymentIntent,
	account: BankAccount | null,
	parameters: Form,
): Confirmation {
	const acceptance = readAcceptance(call.state, parameters);
	if (!account) {
		throw invalidRequest(
			"You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
			{
				code: 'payment_intent_unexpected_state',
				...(call.state.paymentIntents.has(intent.id) ? { more: { payment_intent: intent } } : {}),
			},
		);
	}
	requireFits(intent, account);
	requireAllowed(intent.payment_method_types, 'PaymentIntent');
	requireReturnUrl(intent.automatic_payment_methods, optionalText(parameters, 'return_url'), 'PaymentIntent');
	const toConfirm = optionalInteger(parameters, 'amount_to_confirm');
	if (toConfirm !== undefined && toConfirm !== intent.amount) {
		throw invalidRequest(
			`The provided amount_to_confirm (${toConfirm}) does not match the amount of the PaymentIntent (${intent.amount}).`,
			{ param: 'amount_to_confirm' },
		);
	}
	const named = optionalText(parameters, 'mandate');
	return { account, acceptance, mandate: named ? requireMandate(call, named, account) : null };
}

/**
 * The attempt. A debit that may be made is `processing` from here on; one that lacks a mandate or whose account
 * cannot be debited is refused, with the intent as it is then in the error.
 */
export function attempt(call: StripeCall, intent: PaymentIntent, confirmation: Confirmation): void {
	const { state } = call;
	const { account, acceptance } = confirmation;
	intent.payment_method = account.id;
	intent.status = 'requires_confirmation';
	requireVerified(intent, account);
	const mandate =
		confirmation.mandate ??
		(acceptance ? agree(call, intent, account, acceptance) : activeMandateOf(state, account));
	if (!mandate) {
		throw invalidRequest(
			'This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
			{ more: { payment_intent: intent } },
		);
	}
	const { shipping, statement_descriptor, statement_descriptor_suffix, transfer_group } = intent;
	const { amount, currency, customer, description, livemode, metadata, receipt_email } = intent;
	const charge = createCharge(
		state,
		{
			...{ amount, currency, customer, description, livemode, metadata, receipt_email },
			...{ shipping, statement_descriptor, statement_descriptor_suffix, transfer_group },
			payment_intent: intent.id,
		},
		account,
		bankDetails(account, mandate.id, nextBusinessDay(state)),
	);
	intent.latest_charge = charge.id;
	refuseAtOnce(call, intent, account, charge);
	intent.status = 'processing';
	intent.last_payment_error = null;
	keepOrUseUp(call, intent, account);
	emit(call, 'payment_intent.processing', intent);
	emit(call, 'charge.pending', charge);
	settleByItself(call, charge, account);
}

function requireVerified(intent: PaymentIntent, account: BankAccount): void {
	if (account.status === 'verified') return;
	throw invalidRequest("The customer's bank account must be verified to create an ACH payment.", {
		code: 'bank_account_unverified',
		more: { payment_intent: intent },
	});
}

function agree(
	{ state }: StripeCall,
	intent: PaymentIntent,
	account: BankAccount,
	acceptance: Mandate['customer_acceptance'],
): Mandate {
	const isKept = account.customer !== null || intent.setup_future_usage !== null;
	const { amount, currency } = intent;
	const collection = intent.payment_method_options?.us_bank_account?.mandate_options?.collection_method;
	return createMandate(state, account, acceptance, {
		collection: collection ? 'paper' : null,
		once: isKept ? null : { amount, currency },
	});
}

/** An account that was paid with is saved for its Customer if that was wanted, or else used up. */
function keepOrUseUp(call: StripeCall, intent: PaymentIntent, account: BankAccount): void {
	if (account.customer !== null) return;
	const customer = intent.customer === null ? undefined : call.state.customers.get(intent.customer);
	if (customer && intent.setup_future_usage) attachPaymentMethod(call, account, customer);
	else account.usedUp = true;
}

/** What Stripe knows without asking the bank: the attempt fails as it is made. */
function refuseAtOnce(call: StripeCall, intent: PaymentIntent, account: BankAccount, charge: Charge): void {
	const refusal = knownRefusal(call, intent, account);
	if (!refusal) return;
	const { code, message, status } = refusal;
	markFailed(call.state, charge, refusal);
	if (refusal.isRisk && charge.outcome) {
		Object.assign(charge.outcome, {
			network_status: 'not_sent_to_network',
			reason: 'highest_risk_level',
			risk_level: 'highest',
			seller_message: 'Stripe blocked this payment as too risky.',
			type: 'blocked',
		});
	}
	const error = intent.last_payment_error;
	const type = status === 402 ? 'card_error' : 'invalid_request_error';
	if (error) error.type = type;
	emit(call, 'charge.failed', charge);
	emit(call, 'payment_intent.payment_failed', intent);
	throw new StripeRefusal({
		...{ type, code, message, status },
		more: {
			charge: charge.id,
			payment_intent: intent,
			payment_method: paymentMethodObject(account),
		},
	});
}

type KnownRefusal = { code: string; message: string; status: 400 | 402; isRisk?: boolean };

function knownRefusal(
	{ state }: StripeCall,
	{ amount }: PaymentIntent,
	account: BankAccount,
): KnownRefusal | null {
	if (account.blocked) {
		const message =
			'This bank account cannot be used for payments: its bank refuses debits from it. Ask the customer for another one.';
		return { code: 'bank_account_unusable', message, status: 402 };
	}
	const limit = state.stripe.transaction_limit;
	if (limit !== null && amount > limit) {
		const dollars = (limit / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
		const message = `Your account currently does not support bank account payment amounts greater than $${dollars}.`;
		return { code: 'charge_exceeds_transaction_limit', message, status: 400 };
	}
	const behaviour = behaviourOf(account);
	if (behaviour === 'weekly_limit_exceeded') {
		const message =
			'This payment would cause you to exceed your rolling-window processing limit for this source type.';
		return { code: 'charge_exceeds_source_limit', message, status: 400 };
	}
	if (behaviour === 'highest_risk') {
		const message = 'This payment was blocked because its risk is too high.';
		return { code: 'payment_intent_payment_attempt_failed', message, status: 402, isRisk: true };
	}
	return null;
}
