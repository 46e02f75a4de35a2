import { requireFits } from './confirmation.ts';
import { emit } from './emit.ts';
import type { StripeCall } from './endpoint.ts';
import { invalidRequest, StripeRefusal } from './errors.ts';
import { createMandate, readAcceptance } from './mandates.ts';
import { requireAllowed, requireReturnUrl } from './method-types.ts';
import { paymentMethodObject } from './objects.ts';
import { optionalText } from './parameters.ts';
import { attachPaymentMethod } from './payment-methods.ts';
import type { BankAccount, SetupIntent } from './records.ts';

/**
 * Confirming a SetupIntent: checks everything that must be right before the intent changes; what it gives does
 * the work.
 * @see https://docs.stripe.com/api/setup_intents/confirm
 */
export function prepareConfirmation(
	call: StripeCall,
	intent: SetupIntent,
	account: BankAccount | null,
): () => void {
	const { state, parameters } = call;
	const acceptance = readAcceptance(state, parameters);
	if (!account) {
		throw invalidRequest(
			"You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
			{ code: 'setup_intent_unexpected_state' },
		);
	}
	requireFits(intent, account);
	requireAllowed(intent.payment_method_types, 'SetupIntent');
	requireReturnUrl(intent.automatic_payment_methods, optionalText(parameters, 'return_url'), 'SetupIntent');
	return () => {
		intent.payment_method = account.id;
		intent.status = 'requires_confirmation';
		if (!acceptance) {
			throw invalidRequest(
				'This SetupIntent requires a mandate, but no mandate data was provided. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
				{ more: { setup_intent: intent } },
			);
		}
		const { blocked } = account;
		if (blocked || account.status !== 'verified') {
			const code = blocked ? 'bank_account_unusable' : 'bank_account_unverified';
			const message = blocked
				? 'This bank account cannot be used: its bank refuses debits from it. Ask the customer for another one.'
				: "The customer's bank account must be verified.";
			const type = blocked ? 'card_error' : 'invalid_request_error';
			intent.status = 'requires_payment_method';
			intent.payment_method = null;
			intent.last_setup_error = { code, message, payment_method: paymentMethodObject(account), type };
			emit(call, 'setup_intent.setup_failed', intent);
			const status = blocked ? 402 : 400;
			throw new StripeRefusal({ code, message, more: { setup_intent: intent }, status, type });
		}
		const collection = intent.payment_method_options?.us_bank_account?.mandate_options?.collection_method;
		const mandate = createMandate(state, account, acceptance, {
			collection: collection ? 'paper' : null,
			once: null,
		});
		Object.assign(intent, { last_setup_error: null, mandate: mandate.id, status: 'succeeded' });
		const customer = intent.customer === null ? undefined : state.customers.get(intent.customer);
		if (customer) attachPaymentMethod(call, account, customer);
		emit(call, 'setup_intent.succeeded', intent);
	};
}
