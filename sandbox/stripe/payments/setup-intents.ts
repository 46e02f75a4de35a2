/** SetupIntents: their statuses, and how they are confirmed. @see https://docs.stripe.com/api/setup_intents */
import type Stripe from 'stripe';
import { paymentMethodJson } from '../customers/json.ts';
import { type Acceptance, createMandate, readAcceptance } from '../customers/mandates.ts';
import { attachPaymentMethod, requireUsable } from '../customers/payment-methods.ts';
import type { StripeCall } from '../endpoint.ts';
import { invalidRequest, StripeRefusal } from '../errors.ts';
import { emit } from '../events/emit.ts';
import type { BankAccount, SetupIntent } from '../records.ts';
import { requireRecord } from '../requests/find-record.ts';
import { optionalText } from '../requests/parameters.ts';
import { requireBankDebits, requireReturnUrl } from './payment-method-types.ts';

const openStatuses: readonly Stripe.SetupIntent.Status[] = [
	'requires_payment_method',
	'requires_confirmation',
	'requires_action',
];

/** The intent that the path names. Throws resource_missing. */
export const requireSetupIntent = (call: StripeCall): SetupIntent =>
	requireRecord(call, call.state.setupIntents, { id: call.path.id, what: 'setupintent', param: 'intent' });

const participles = { cancel: 'canceled', confirm: 'confirmed', update: 'updated' } as const;

/** Throws setup_intent_unexpected_state for an intent that has succeeded or was canceled. */
export function requireOpen(intent: SetupIntent, verb: keyof typeof participles): void {
	if (openStatuses.includes(intent.status)) return;
	throw invalidRequest(
		`You cannot ${verb} this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be ${participles[verb]}: ${openStatuses.join(', ')}.`,
		{ code: 'setup_intent_unexpected_state', details: { setup_intent: intent } },
	);
}

type Confirmation = { account: BankAccount; acceptance: Acceptance | null };

/** Reads a confirmation. Throws everything that is refused before the intent changes. */
export function readSetupConfirmation(
	{ state, parameters }: StripeCall,
	intent: SetupIntent,
	account: BankAccount | null,
): Confirmation {
	const acceptance = readAcceptance(state, parameters);
	if (!account) {
		throw invalidRequest(
			"You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
			{ code: 'setup_intent_unexpected_state' },
		);
	}
	requireUsable(intent, account);
	requireBankDebits(intent.payment_method_types, 'SetupIntent');
	requireReturnUrl(intent.automatic_payment_methods, optionalText(parameters, 'return_url'), 'SetupIntent');
	return { account, acceptance };
}

/**
 * Confirms the intent: it succeeds, with a mandate for all later payments. Without an acceptance, or if the account
 * cannot be debited, it throws, and the error includes the intent.
 */
export function confirmSetup(
	call: StripeCall,
	intent: SetupIntent,
	{ account, acceptance }: Confirmation,
): void {
	const { state } = call;
	intent.payment_method = account.id;
	intent.status = 'requires_confirmation';
	if (!acceptance) {
		throw invalidRequest(
			'This SetupIntent requires a mandate, but no mandate data was provided. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
			{ details: { setup_intent: intent } },
		);
	}
	requireDebitable(call, intent, account);
	const bankOptions = intent.payment_method_options?.us_bank_account;
	const mandate = createMandate(state, account, {
		acceptance,
		collectionMethod: bankOptions?.mandate_options?.collection_method ? 'paper' : null,
		singleUse: null,
	});
	intent.last_setup_error = null;
	intent.mandate = mandate.id;
	intent.status = 'succeeded';
	const customer = intent.customer === null ? undefined : state.customers.get(intent.customer);
	if (customer) attachPaymentMethod(call, account, customer);
	emit(call, 'setup_intent.succeeded', intent);
}

/** Throws bank_account_unusable and bank_account_unverified, after the intent has failed. */
function requireDebitable(call: StripeCall, intent: SetupIntent, account: BankAccount): void {
	if (!account.blocked && account.status === 'verified') return;
	const failure = account.blocked
		? {
				type: 'card_error' as const,
				code: 'bank_account_unusable' as const,
				message:
					'This bank account cannot be used: its bank refuses debits from it. Ask the customer for another one.',
			}
		: {
				type: 'invalid_request_error' as const,
				code: 'bank_account_unverified' as const,
				message: "The customer's bank account must be verified.",
			};
	intent.status = 'requires_payment_method';
	intent.payment_method = null;
	intent.last_setup_error = { ...failure, payment_method: paymentMethodJson(account) };
	emit(call, 'setup_intent.setup_failed', intent);
	const status = account.blocked ? 402 : 400;
	throw new StripeRefusal({ ...failure, details: { setup_intent: intent }, status });
}
