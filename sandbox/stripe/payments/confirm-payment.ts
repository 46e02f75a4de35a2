/**
 * Confirms a PaymentIntent: the checks before anything changes, then the attempt to debit the account.
 * @see https://docs.stripe.com/api/payment_intents/confirm
 */
import {
	type Acceptance,
	activeMandateOf,
	createMandate,
	readAcceptance,
	requireMandate,
} from '../customers/mandates.ts';
import { attachPaymentMethod, requireUsable } from '../customers/payment-methods.ts';
import type { StripeCall } from '../endpoint.ts';
import { invalidRequest } from '../errors.ts';
import { emit } from '../events/emit.ts';
import type { BankAccount, Charge, Mandate, PaymentIntent } from '../records.ts';
import { optionalInteger, optionalText } from '../requests/parameters.ts';
import { bankAccountDetails, createCharge } from './charges.ts';
import { failAtOnce } from './instant-failures.ts';
import { needsMicroDeposits, waitForMicroDeposits } from './microdeposit-verification.ts';
import { openStatuses, unexpectedState } from './payment-intents.ts';
import { requireBankDebits, requireReturnUrl } from './payment-method-types.ts';
import { scheduleSettlement } from './settlement.ts';
import { nextBusinessDay } from './settlement-times.ts';

/** Throws payment_intent_unexpected_state. */
export function requireConfirmable(intent: PaymentIntent): void {
	if (openStatuses.includes(intent.status)) return;
	throw unexpectedState(
		intent,
		intent.status === 'succeeded'
			? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
			: `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${openStatuses.join(', ')}.`,
	);
}

/** `mandate` is one that the request names. Otherwise `acceptance` creates one, or an earlier one applies. */
type Confirmation = { account: BankAccount; acceptance: Acceptance | null; mandate: Mandate | null };

/** Reads a confirmation. Throws everything that is refused before the intent changes. */
export function readConfirmation(
	call: StripeCall,
	intent: PaymentIntent,
	account: BankAccount | null,
): Confirmation {
	const { state, parameters } = call;
	const acceptance = readAcceptance(state, parameters);
	if (!account) {
		throw invalidRequest(
			"You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
			{
				code: 'payment_intent_unexpected_state',
				...(state.paymentIntents.has(intent.id) ? { details: { payment_intent: intent } } : {}),
			},
		);
	}
	requireUsable(intent, account);
	requireBankDebits(intent.payment_method_types, 'PaymentIntent');
	requireReturnUrl(intent.automatic_payment_methods, optionalText(parameters, 'return_url'), 'PaymentIntent');
	const amountToConfirm = optionalInteger(parameters, 'amount_to_confirm');
	if (amountToConfirm !== undefined && amountToConfirm !== intent.amount) {
		throw invalidRequest(
			`The provided amount_to_confirm (${amountToConfirm}) does not match the amount of the PaymentIntent (${intent.amount}).`,
			{ param: 'amount_to_confirm' },
		);
	}
	const mandateId = optionalText(parameters, 'mandate');
	return { account, acceptance, mandate: mandateId ? requireMandate(call, mandateId, account) : null };
}

/**
 * Attempts the debit. If Stripe accepts it, the intent is `processing` until the bank answers. An account that has to
 * be verified by micro-deposits makes it `requires_action`. If there is no mandate or the account cannot be debited, it throws, and the error includes the changed intent.
 */
export function attemptPayment(call: StripeCall, intent: PaymentIntent, confirmation: Confirmation): void {
	const { account } = confirmation;
	intent.payment_method = account.id;
	intent.status = 'requires_confirmation';
	intent.next_action = null;
	const mustVerify = needsMicroDeposits(call, intent, account);
	if (!mustVerify) requireVerified(intent, account);
	const mandate = resolveMandate(call, intent, confirmation);
	if (mustVerify) waitForMicroDeposits(call, intent, mandate);
	else debitAccount(call, intent, { account, mandate });
}

/** Stripe accepts the debit, or it throws, and the error includes the changed intent. */
export function debitAccount(
	call: StripeCall,
	intent: PaymentIntent,
	{ account, mandate }: { account: BankAccount; mandate: Mandate },
): void {
	const charge = createIntentCharge(call, intent, { account, mandate });
	intent.latest_charge = charge.id;
	failAtOnce(call, intent, { account, charge });
	intent.status = 'processing';
	intent.last_payment_error = null;
	saveOrUseUp(call, intent, account);
	emit(call, 'payment_intent.processing', intent);
	emit(call, 'charge.pending', charge);
	scheduleSettlement(call, charge, account);
}

function requireVerified(intent: PaymentIntent, account: BankAccount): void {
	if (account.status === 'verified') return;
	throw invalidRequest("The customer's bank account must be verified to create an ACH payment.", {
		code: 'bank_account_unverified',
		details: { payment_intent: intent },
	});
}

function resolveMandate(
	call: StripeCall,
	intent: PaymentIntent,
	{ account, acceptance, mandate }: Confirmation,
): Mandate {
	const found =
		mandate ??
		(acceptance
			? acceptMandate(call, intent, { account, acceptance })
			: activeMandateOf(call.state, account));
	if (found) return found;
	throw invalidRequest(
		'This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
		{ details: { payment_intent: intent } },
	);
}

/** An account that is saved for later gets a mandate for all payments; any other, for this one. */
function acceptMandate(
	{ state }: StripeCall,
	intent: PaymentIntent,
	{ account, acceptance }: { account: BankAccount; acceptance: Acceptance },
): Mandate {
	const isSaved = account.customer !== null || intent.setup_future_usage !== null;
	const { amount, currency } = intent;
	const bankOptions = intent.payment_method_options?.us_bank_account;
	return createMandate(state, account, {
		acceptance,
		collectionMethod: bankOptions?.mandate_options?.collection_method ? 'paper' : null,
		singleUse: isSaved ? null : { amount, currency },
	});
}

function createIntentCharge(
	{ state }: StripeCall,
	intent: PaymentIntent,
	{ account, mandate }: { account: BankAccount; mandate: Mandate },
): Charge {
	const payment = {
		amount: intent.amount,
		currency: intent.currency,
		customer: intent.customer,
		description: intent.description,
		livemode: intent.livemode,
		metadata: intent.metadata,
		receipt_email: intent.receipt_email,
		shipping: intent.shipping,
		statement_descriptor: intent.statement_descriptor,
		statement_descriptor_suffix: intent.statement_descriptor_suffix,
		transfer_group: intent.transfer_group,
		payment_intent: intent.id,
	};
	const expectedDebitDate = nextBusinessDay(state);
	const details = bankAccountDetails(account, { mandate: mandate.id, expectedDebitDate });
	return createCharge(state, { payment, account, details });
}

/** Saves an account without a Customer for the intent's one, if the intent asks for it. Otherwise it is used up. */
function saveOrUseUp(call: StripeCall, intent: PaymentIntent, account: BankAccount): void {
	if (account.customer !== null) return;
	const customer = intent.customer === null ? undefined : call.state.customers.get(intent.customer);
	if (customer && intent.setup_future_usage) attachPaymentMethod(call, account, customer);
	else account.usedUp = true;
}
