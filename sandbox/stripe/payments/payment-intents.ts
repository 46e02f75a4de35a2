/** PaymentIntents: their statuses, and the fields that requests to create, update and confirm have in common. */
import type Stripe from 'stripe';
import type { State } from '../../state.ts';
import type { StripeCall } from '../endpoint.ts';
import { invalidParameter, invalidRequest, type StripeRefusal } from '../errors.ts';
import type { PaymentIntent } from '../records.ts';
import { optionalEmail, optionalShipping } from '../requests/common-fields.ts';
import { requireRecord } from '../requests/find-record.ts';
import type { Form } from '../requests/form.ts';
import { optionalChoice, optionalText, requiredText } from '../requests/parameters.ts';
import { type PaymentMethodOptions, readPaymentMethodOptions } from './payment-method-options.ts';

type Status = Stripe.PaymentIntent.Status;

/** While an intent has one of these, no money moves: it can be updated and confirmed. */
export const openStatuses: readonly Status[] = [
	'requires_payment_method',
	'requires_confirmation',
	'requires_action',
];

export const cancelableStatuses: readonly Status[] = [
	'requires_payment_method',
	'requires_capture',
	'requires_confirmation',
	'requires_action',
	'processing',
];

/** The intent that the path names. Throws resource_missing. */
export const requirePaymentIntent = (call: StripeCall): PaymentIntent =>
	requireRecord(call, call.state.paymentIntents, {
		id: call.path.id,
		what: 'payment_intent',
		param: 'intent',
	});

export const unexpectedState = (intent: PaymentIntent, message: string): StripeRefusal =>
	invalidRequest(message, {
		code: 'payment_intent_unexpected_state',
		details: { payment_intent: intent },
	});

/** Reads what every request may change. */
export function readDetails(state: State, parameters: Form, current: PaymentIntent | null) {
	const email = optionalEmail(parameters, 'receipt_email');
	const usage = optionalChoice(parameters, 'setup_future_usage', ['off_session', 'on_session']);
	const shipping = optionalShipping(parameters);
	const options = readPaymentMethodOptions(
		state,
		parameters,
		(current?.payment_method_options as PaymentMethodOptions | undefined) ?? null,
	);
	return {
		payment_method_options: options,
		...(email === undefined ? {} : { receipt_email: email }),
		...(usage === undefined ? {} : { setup_future_usage: usage }),
		...(shipping === undefined ? {} : { shipping }),
	};
}

const maximumDescriptorLength = 22;

/** Reads what the bank statement says. */
export function readDescriptors(parameters: Form) {
	const descriptor = readDescriptor(parameters, 'statement_descriptor');
	const suffix = readDescriptor(parameters, 'statement_descriptor_suffix');
	return {
		...(descriptor === undefined ? {} : { statement_descriptor: descriptor }),
		...(suffix === undefined ? {} : { statement_descriptor_suffix: suffix }),
	};
}

function readDescriptor(parameters: Form, name: string): string | null | undefined {
	const text = optionalText(parameters, name);
	if (text && text.length > maximumDescriptorLength) {
		throw invalidParameter(
			name,
			`The statement descriptor must be at most ${maximumDescriptorLength} characters.`,
		);
	}
	if (text && /[<>\\'"*]/.test(text)) {
		throw invalidParameter(
			name,
			'The statement descriptor must not contain any of these characters: < > \\ \' " *',
		);
	}
	return text;
}

/** Any currency code: whether the payment methods support it is checked later. */
export function readCurrency(parameters: Form): string {
	const currency = requiredText(parameters, 'currency').toLowerCase();
	if (!/^[a-z]{3}$/.test(currency)) {
		throw invalidParameter('currency', `Invalid currency: ${currency.slice(0, 40)}`);
	}
	return currency;
}
