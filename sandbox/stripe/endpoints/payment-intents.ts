/** PaymentIntents. @see https://docs.stripe.com/api/payment_intents */

import { requireCustomerParameter } from '../customers/customers.ts';
import { readPaymentMethod, requirePaymentMethod, requireUsable } from '../customers/payment-methods.ts';
import { type StripeCall, type StripeEndpoint, stripeTime } from '../endpoint.ts';
import { emit } from '../events/emit.ts';
import { cancelPayment } from '../payments/cancel-payment.ts';
import {
	attemptPayment,
	debitAccount,
	readConfirmation,
	requireConfirmable,
} from '../payments/confirm-payment.ts';
import { verifyMicroDeposits } from '../payments/microdeposit-verification.ts';
import {
	openStatuses,
	readCurrency,
	readDescriptors,
	readDetails,
	requirePaymentIntent,
	unexpectedState,
} from '../payments/payment-intents.ts';
import {
	hasMethodTypes,
	type MethodTypes,
	methodTypeParameters,
	readMethodTypes,
} from '../payments/payment-method-types.ts';
import type { BankAccount, PaymentIntent } from '../records.ts';
import { mergeMetadata, readConfirm, requiredDebitAmount } from '../requests/common-fields.ts';
import { findRecords } from '../requests/find-record.ts';
import { listPage, listParameters } from '../requests/pagination.ts';
import { optionalChoice, optionalText } from '../requests/parameters.ts';

const readPermission = 'rak_payment_intent_read';
const writePermission = 'rak_payment_intent_write';

/** Accepted only together with a confirmation. */
const confirmationParameters = [
	'error_on_requires_action',
	'mandate',
	'mandate_data',
	'off_session',
	'return_url',
];

const detailParameters = [
	...['payment_method', 'payment_method_data', 'payment_method_options', 'receipt_email'],
	...['setup_future_usage', 'shipping', ...methodTypeParameters],
];

/** Accepted without effect: they belong to parts of Stripe that the sandbox does not have. */
const ignoredParameters = [
	...['amount_details', 'application_fee_amount', 'confirmation_token', 'customer_account', 'hooks'],
	...['on_behalf_of', 'payment_details', 'radar_options', 'transfer_data', 'use_stripe_sdk'],
];

export const paymentIntentsCreate: StripeEndpoint = {
	permission: writePermission,
	parameters: [
		...['amount', 'currency', 'capture_method', 'confirm', 'confirmation_method', 'customer'],
		...['description', 'metadata', 'statement_descriptor', 'statement_descriptor_suffix'],
		...['transfer_group', ...detailParameters, ...confirmationParameters, ...ignoredParameters],
	],
	returns: 'payment_intent',
	handle: (call) => {
		const { state } = call;
		const { isConfirmed, ...fields } = readNewIntent(call);
		const account = readPaymentMethod(call);
		const intent = newPaymentIntent(call, account, fields);
		if (account) requireUsable(intent, account);
		const confirmation = isConfirmed ? readConfirmation(call, intent, account) : null;
		state.paymentIntents.set(intent.id, intent);
		emit(call, 'payment_intent.created', intent);
		if (confirmation) attemptPayment(call, intent, confirmation);
		return intent;
	},
};

function readNewIntent(call: StripeCall) {
	const { state, parameters } = call;
	const amount = requiredDebitAmount(parameters);
	const currency = readCurrency(parameters);
	const isConfirmed = readConfirm(parameters, confirmationParameters);
	const captureMethods = ['automatic', 'automatic_async', 'manual'] as const;
	const capture_method = optionalChoice(parameters, 'capture_method', captureMethods) ?? 'automatic_async';
	const confirmation_method =
		optionalChoice(parameters, 'confirmation_method', ['automatic', 'manual']) ?? 'automatic';
	const customerId = optionalText(parameters, 'customer');
	const details = readDetails(state, parameters, null);
	const descriptors = readDescriptors(parameters);
	const metadata = mergeMetadata({}, parameters.metadata);
	return {
		isConfirmed,
		amount,
		currency,
		capture_method,
		confirmation_method,
		metadata,
		customer: customerId ? requireCustomerParameter(call, customerId).id : null,
		description: optionalText(parameters, 'description') ?? null,
		transfer_group: optionalText(parameters, 'transfer_group') ?? null,
		...readMethodTypes(call, { currency, capture_method }),
		...details,
		...descriptors,
	};
}

function newPaymentIntent(
	{ state, livemode }: StripeCall,
	account: BankAccount | null,
	fields: Omit<ReturnType<typeof readNewIntent>, 'isConfirmed'>,
): PaymentIntent {
	const { amount, capture_method, confirmation_method, currency, customer, ...others } = fields;
	const { description, metadata, transfer_group, ...details } = others;
	const id = state.ids.stripe('pi', 24);
	return {
		id,
		object: 'payment_intent',
		amount,
		amount_capturable: 0,
		amount_received: 0,
		application: null,
		application_fee_amount: null,
		canceled_at: null,
		cancellation_reason: null,
		capture_method,
		client_secret: `${id}_secret_${state.ids.letters('client secret', 25)}`,
		confirmation_method,
		created: stripeTime(state.clock.now()),
		currency,
		customer,
		customer_account: null,
		description,
		last_payment_error: null,
		latest_charge: null,
		livemode,
		managed_payments: null,
		metadata,
		next_action: null,
		on_behalf_of: null,
		payment_method: account?.id ?? null,
		payment_record: null,
		processing: null,
		receipt_email: null,
		review: null,
		setup_future_usage: null,
		shipping: null,
		source: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: account ? 'requires_confirmation' : 'requires_payment_method',
		transfer_group,
		...details,
	};
}

export const paymentIntentsRetrieve: StripeEndpoint = {
	permission: readPermission,
	parameters: ['client_secret'],
	returns: 'payment_intent',
	handle: requirePaymentIntent,
};

export const paymentIntentsList: StripeEndpoint = {
	permission: readPermission,
	parameters: ['created', 'customer', 'customer_account', ...listParameters],
	returns: { listOf: 'payment_intent' },
	handle: (call) =>
		listPage(findRecords(call, call.state.paymentIntents, ['customer']), {
			url: '/v1/payment_intents',
			what: 'payment_intent',
			parameters: call.parameters,
			toJson: (intent) => intent,
		}),
};

/** Descriptions and metadata can always be updated, these only while the intent is open. */
const openParameters = ['amount', 'currency', 'customer', ...detailParameters];

export const paymentIntentsUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: [
		...['capture_method', 'description', 'metadata', 'statement_descriptor'],
		...['statement_descriptor_suffix', 'transfer_group', ...openParameters, ...ignoredParameters],
	],
	returns: 'payment_intent',
	handle: (call) => {
		const { state, parameters } = call;
		const intent = requirePaymentIntent(call);
		const tooLate = openStatuses.includes(intent.status)
			? undefined
			: openParameters.find((name) => parameters[name] !== undefined);
		if (tooLate !== undefined) {
			throw unexpectedState(
				intent,
				`This PaymentIntent's ${tooLate} could not be updated because it has a status of ${intent.status}. You may only update the ${tooLate} of a PaymentIntent with one of the following statuses: ${openStatuses.join(', ')}.`,
			);
		}
		const amount = parameters.amount === undefined ? intent.amount : requiredDebitAmount(parameters);
		const currency = parameters.currency === undefined ? intent.currency : readCurrency(parameters);
		const customerId = optionalText(parameters, 'customer');
		const description = optionalText(parameters, 'description');
		const transferGroup = optionalText(parameters, 'transfer_group');
		const details = readDetails(state, parameters, intent);
		const descriptors = readDescriptors(parameters);
		const metadata = mergeMetadata(intent.metadata, parameters.metadata);
		const customer = customerId ? requireCustomerParameter(call, customerId).id : intent.customer;
		const types = readChangedTypes(call, intent, currency);
		const account = readPaymentMethod(call);
		if (account) requireUsable({ customer }, account);
		Object.assign(intent, { amount, currency, customer, metadata, ...types, ...details, ...descriptors });
		if (description !== undefined) intent.description = description;
		if (transferGroup !== undefined) intent.transfer_group = transferGroup;
		if (account) {
			intent.payment_method = account.id;
			intent.status = 'requires_confirmation';
		}
		return intent;
	},
};

/** The payment method types, if the request has a parameter that concerns them. */
const readChangedTypes = (
	call: StripeCall,
	{ capture_method }: PaymentIntent,
	currency: string,
): Partial<MethodTypes> =>
	hasMethodTypes(call.parameters) ? readMethodTypes(call, { currency, capture_method }) : {};

export const paymentIntentsConfirm: StripeEndpoint = {
	permission: writePermission,
	parameters: [
		...['amount_to_confirm', 'capture_method'],
		...[...detailParameters, ...confirmationParameters, ...ignoredParameters],
	],
	returns: 'payment_intent',
	handle: (call) => {
		const intent = requirePaymentIntent(call);
		const details = readDetails(call.state, call.parameters, intent);
		requireConfirmable(intent);
		const types = readChangedTypes(call, intent, intent.currency);
		const account =
			readPaymentMethod(call) ??
			(intent.payment_method ? requirePaymentMethod(call, { id: intent.payment_method, status: 400 }) : null);
		const confirmation = readConfirmation(call, { ...intent, ...types, ...details }, account);
		attemptPayment(call, Object.assign(intent, types, details), confirmation);
		return intent;
	},
};

export const paymentIntentsCancel: StripeEndpoint = {
	permission: writePermission,
	parameters: ['cancellation_reason'],
	returns: 'payment_intent',
	handle: (call) => {
		const reasons = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;
		const reason = optionalChoice(call.parameters, 'cancellation_reason', reasons);
		const intent = requirePaymentIntent(call);
		cancelPayment(call, intent, reason ?? null);
		return intent;
	},
};

/** The debit goes on once the account is verified. @see https://docs.stripe.com/api/payment_intents/verify_microdeposits */
export const paymentIntentsVerifyMicrodeposits: StripeEndpoint = {
	permission: writePermission,
	parameters: ['amounts', 'client_secret', 'descriptor_code'],
	returns: 'payment_intent',
	handle: (call) => {
		const intent = requirePaymentIntent(call);
		debitAccount(call, intent, verifyMicroDeposits(call, intent));
		return intent;
	},
};

/** Always refused: a bank debit is never `requires_capture`. */
export const paymentIntentsCapture: StripeEndpoint = {
	permission: writePermission,
	parameters: ['amount_to_capture', 'final_capture', 'metadata', 'statement_descriptor'],
	returns: 'payment_intent',
	handle: (call) => {
		const intent = requirePaymentIntent(call);
		throw unexpectedState(
			intent,
			`This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
		);
	},
};
