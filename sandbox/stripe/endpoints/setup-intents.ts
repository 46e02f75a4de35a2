/** SetupIntents. @see https://docs.stripe.com/api/setup_intents */

import { requireCustomerParameter } from '../customers/customers.ts';
import { readPaymentMethod, requirePaymentMethod, requireUsable } from '../customers/payment-methods.ts';
import { type StripeCall, type StripeEndpoint, stripeTime } from '../endpoint.ts';
import { emit } from '../events/emit.ts';
import { type PaymentMethodOptions, readPaymentMethodOptions } from '../payments/payment-method-options.ts';
import {
	hasMethodTypes,
	type MethodTypes,
	methodTypeParameters,
	readMethodTypes,
} from '../payments/payment-method-types.ts';
import {
	confirmSetup,
	readSetupConfirmation,
	requireOpen,
	requireSetupIntent,
} from '../payments/setup-intents.ts';
import type { SetupIntent } from '../records.ts';
import { mergeMetadata, readConfirm } from '../requests/common-fields.ts';
import { findRecords } from '../requests/find-record.ts';
import { listPage, listParameters } from '../requests/pagination.ts';
import { optionalChoice, optionalText } from '../requests/parameters.ts';

const readPermission = 'rak_setup_intent_read';
const writePermission = 'rak_setup_intent_write';

/** Accepted only together with a confirmation. */
const confirmationParameters = ['mandate_data', 'return_url'];

const detailParameters = [
	'payment_method',
	'payment_method_data',
	'payment_method_options',
	...methodTypeParameters,
];

/** Accepted without effect: they belong to parts of Stripe that the sandbox does not have. */
const ignoredParameters = [
	...['attach_to_self', 'confirmation_token', 'customer_account', 'flow_directions', 'on_behalf_of'],
	...['single_use', 'use_stripe_sdk'],
];

/** Later payments with the mandate are in dollars and captured automatically. */
const requirements = { currency: 'usd', capture_method: 'automatic' };

const optionsOf = (intent: SetupIntent): PaymentMethodOptions | null =>
	intent.payment_method_options as PaymentMethodOptions | null;

export const setupIntentsCreate: StripeEndpoint = {
	permission: writePermission,
	parameters: [
		...['confirm', 'customer', 'description', 'metadata', 'usage'],
		...[...detailParameters, ...confirmationParameters, ...ignoredParameters],
	],
	returns: 'setup_intent',
	handle: (call) => {
		const { state, livemode, parameters } = call;
		const isConfirmed = readConfirm(parameters, confirmationParameters);
		const usage = optionalChoice(parameters, 'usage', ['off_session', 'on_session']) ?? 'off_session';
		const customerId = optionalText(parameters, 'customer');
		const options = readPaymentMethodOptions(state, parameters, null);
		const metadata = mergeMetadata({}, parameters.metadata);
		const customer = customerId ? requireCustomerParameter(call, customerId).id : null;
		const types = readMethodTypes(call, requirements);
		const account = readPaymentMethod(call);
		const id = state.ids.stripe('seti', 24);
		const intent: SetupIntent = {
			id,
			object: 'setup_intent',
			application: null,
			cancellation_reason: null,
			client_secret: `${id}_secret_${state.ids.letters('client secret', 25)}`,
			created: stripeTime(state.clock.now()),
			customer,
			customer_account: null,
			description: optionalText(parameters, 'description') ?? null,
			flow_directions: null,
			last_setup_error: null,
			latest_attempt: null,
			livemode,
			mandate: null,
			metadata,
			next_action: null,
			on_behalf_of: null,
			payment_method: account?.id ?? null,
			payment_method_options: options,
			single_use_mandate: null,
			status: account ? 'requires_confirmation' : 'requires_payment_method',
			usage,
			...types,
		};
		if (account) requireUsable(intent, account);
		const confirmation = isConfirmed ? readSetupConfirmation(call, intent, account) : null;
		state.setupIntents.set(id, intent);
		emit(call, 'setup_intent.created', intent);
		if (confirmation) confirmSetup(call, intent, confirmation);
		return intent;
	},
};

export const setupIntentsRetrieve: StripeEndpoint = {
	permission: readPermission,
	parameters: ['client_secret'],
	returns: 'setup_intent',
	handle: requireSetupIntent,
};

export const setupIntentsList: StripeEndpoint = {
	permission: readPermission,
	parameters: [
		...['attach_to_self', 'created', 'customer', 'customer_account', 'payment_method', ...listParameters],
	],
	returns: { listOf: 'setup_intent' },
	handle: (call) =>
		listPage(findRecords(call, call.state.setupIntents, ['customer', 'payment_method']), {
			url: '/v1/setup_intents',
			what: 'setupintent',
			parameters: call.parameters,
			toJson: (intent) => intent,
		}),
};

export const setupIntentsUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: ['customer', 'description', 'metadata', ...detailParameters, ...ignoredParameters],
	returns: 'setup_intent',
	handle: (call) => {
		const { state, parameters } = call;
		const intent = requireSetupIntent(call);
		requireOpen(intent, 'update');
		const customerId = optionalText(parameters, 'customer');
		const description = optionalText(parameters, 'description');
		const options = readPaymentMethodOptions(state, parameters, optionsOf(intent));
		const metadata = mergeMetadata(intent.metadata, parameters.metadata);
		const customer = customerId ? requireCustomerParameter(call, customerId).id : intent.customer;
		const types = readChangedTypes(call);
		const account = readPaymentMethod(call);
		if (account) requireUsable({ customer }, account);
		Object.assign(intent, { customer, metadata, payment_method_options: options, ...types });
		if (description !== undefined) intent.description = description;
		if (account) {
			intent.payment_method = account.id;
			intent.status = 'requires_confirmation';
		}
		return intent;
	},
};

/** The payment method types, if the request has a parameter that concerns them. */
const readChangedTypes = (call: StripeCall): Partial<MethodTypes> =>
	hasMethodTypes(call.parameters) ? readMethodTypes(call, requirements) : {};

export const setupIntentsConfirm: StripeEndpoint = {
	permission: writePermission,
	parameters: [...detailParameters, ...confirmationParameters, 'confirmation_token', 'use_stripe_sdk'],
	returns: 'setup_intent',
	handle: (call) => {
		const { state, parameters } = call;
		const intent = requireSetupIntent(call);
		requireOpen(intent, 'confirm');
		const options = readPaymentMethodOptions(state, parameters, optionsOf(intent));
		const types = readChangedTypes(call);
		const account =
			readPaymentMethod(call) ??
			(intent.payment_method ? requirePaymentMethod(call, { id: intent.payment_method, status: 400 }) : null);
		const changes = { ...types, payment_method_options: options };
		const confirmation = readSetupConfirmation(call, { ...intent, ...changes }, account);
		confirmSetup(call, Object.assign(intent, changes), confirmation);
		return intent;
	},
};

export const setupIntentsCancel: StripeEndpoint = {
	permission: writePermission,
	parameters: ['cancellation_reason'],
	returns: 'setup_intent',
	handle: (call) => {
		const reasons = ['abandoned', 'duplicate', 'requested_by_customer'] as const;
		const reason = optionalChoice(call.parameters, 'cancellation_reason', reasons);
		const intent = requireSetupIntent(call);
		requireOpen(intent, 'cancel');
		intent.cancellation_reason = reason ?? null;
		intent.status = 'canceled';
		emit(call, 'setup_intent.canceled', intent);
		return intent;
	},
};
