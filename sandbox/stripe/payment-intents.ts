import {
	attempt,
	readConfirmation,
	requireConfirmable,
	requireFits,
	unexpectedState,
} from './confirmation.ts';
import { requireCustomer } from './customers.ts';
import { emit } from './emit.ts';
import { type StripeCall, type StripeEndpoint, stripeTime } from './endpoint.ts';
import { invalidParameter } from './errors.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { type MethodTypes, methodTypeParameters, readMethodTypes } from './method-types.ts';
import {
	mergeMetadata,
	optionalBoolean,
	optionalChoice,
	optionalText,
	requiredAmount,
} from './parameters.ts';
import { readPermission, requireIntent, writePermission } from './payment-intent-lookup.ts';
import { readCurrency, readDescription, readDescriptors } from './payment-intent-request.ts';
import { readPaymentMethod, requirePaymentMethod } from './payment-method-data.ts';
import type { PaymentIntent } from './records.ts';

/** Only a confirmation has a use for these. */
const confirmationOnly = ['error_on_requires_action', 'mandate', 'mandate_data', 'off_session', 'return_url'];

const describing = [
	...['payment_method', 'payment_method_data', 'payment_method_options', 'receipt_email'],
	...['setup_future_usage', 'shipping', ...methodTypeParameters],
];

/** Parameters of parts of Stripe that the sandbox does not have: taken, and without effect. */
const unmodelled = [
	...['amount_details', 'application_fee_amount', 'confirmation_token', 'customer_account', 'hooks'],
	...['on_behalf_of', 'payment_details', 'radar_options', 'transfer_data', 'use_stripe_sdk'],
];

export const paymentIntentsCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_intents',
	permission: writePermission,
	parameters: [
		...['amount', 'currency', 'capture_method', 'confirm', 'confirmation_method', 'customer'],
		...['description', 'metadata', 'statement_descriptor', 'statement_descriptor_suffix'],
		...['transfer_group', ...describing, ...confirmationOnly, ...unmodelled],
	],
	returns: 'payment_intent',
	answer: (call) => {
		const { state, livemode, parameters } = call;
		const amount = requiredAmount(parameters);
		const currency = readCurrency(parameters);
		const confirm = optionalBoolean(parameters, 'confirm') ?? false;
		const early = confirm ? undefined : confirmationOnly.find((name) => parameters[name] !== undefined);
		if (early !== undefined) {
			throw invalidParameter(early, `The \`${early}\` parameter can only be passed with \`confirm=true\`.`);
		}
		const capture =
			optionalChoice(parameters, 'capture_method', ['automatic', 'automatic_async', 'manual']) ??
			'automatic_async';
		const confirmation_method =
			optionalChoice(parameters, 'confirmation_method', ['automatic', 'manual']) ?? 'automatic';
		const named = optionalText(parameters, 'customer');
		const description = readDescription(state, parameters, null);
		const descriptors = readDescriptors(parameters);
		const metadata = mergeMetadata({}, parameters.metadata);
		const customer = named ? requireCustomer(state, named, livemode, 'customer', 400).id : null;
		const types = readMethodTypes(call, parameters, { currency, capture_method: capture });
		const account = readPaymentMethod(call);
		const id = state.ids.stripe('pi', 24);
		const intent: PaymentIntent = {
			id,
			object: 'payment_intent',
			amount,
			amount_capturable: 0,
			amount_received: 0,
			application: null,
			application_fee_amount: null,
			canceled_at: null,
			cancellation_reason: null,
			capture_method: capture,
			client_secret: `${id}_secret_${state.ids.letters('client secret', 25)}`,
			confirmation_method,
			created: stripeTime(state.clock.now()),
			currency,
			customer,
			customer_account: null,
			description: optionalText(parameters, 'description') ?? null,
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
			transfer_group: optionalText(parameters, 'transfer_group') ?? null,
			...types,
			...description,
			...descriptors,
		};
		if (account) requireFits(intent, account);
		const confirmation = confirm ? readConfirmation(call, intent, account, parameters) : null;
		state.paymentIntents.set(id, intent);
		emit(call, 'payment_intent.created', intent);
		if (confirmation) attempt(call, intent, confirmation);
		return intent;
	},
};

export const paymentIntentsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/payment_intents/:id',
	permission: readPermission,
	parameters: ['client_secret'],
	returns: 'payment_intent',
	answer: requireIntent,
};

export const paymentIntentsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/payment_intents',
	permission: readPermission,
	parameters: ['created', 'customer', 'customer_account', ...listParameters],
	returns: 'list of payment_intent',
	answer: ({ state, livemode, parameters }) => {
		const customer = optionalText(parameters, 'customer');
		const inTime = createdFilter(parameters);
		const found = [...state.paymentIntents.values()]
			.filter((intent) => intent.livemode === livemode && inTime(intent))
			.filter((intent) => !customer || intent.customer === customer)
			.reverse();
		const url = '/v1/payment_intents';
		return listPage(found, { url, what: 'payment_intent', parameters, show: (intent) => intent });
	},
};

/** These may change as long as nothing moves; words and metadata always. */
const beforeMoving = ['amount', 'currency', 'customer', ...describing];
const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export const paymentIntentsUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_intents/:id',
	permission: writePermission,
	parameters: [
		...['capture_method', 'description', 'metadata', 'statement_descriptor'],
		...['statement_descriptor_suffix', 'transfer_group', ...beforeMoving, ...unmodelled],
	],
	returns: 'payment_intent',
	answer: (call) => {
		const { state, livemode, parameters } = call;
		const intent = requireIntent(call);
		const late = beforeMoving.find((name) => parameters[name] !== undefined);
		if (late !== undefined && !open.includes(intent.status)) {
			throw unexpectedState(
				intent,
				`This PaymentIntent's ${late} could not be updated because it has a status of ${intent.status}. You may only update the ${late} of a PaymentIntent with one of the following statuses: ${open.join(', ')}.`,
			);
		}
		const amount = parameters.amount === undefined ? intent.amount : requiredAmount(parameters);
		const currency = parameters.currency === undefined ? intent.currency : readCurrency(parameters);
		const named = optionalText(parameters, 'customer');
		const words = optionalText(parameters, 'description');
		const group = optionalText(parameters, 'transfer_group');
		const description = readDescription(state, parameters, intent);
		const descriptors = readDescriptors(parameters);
		const metadata = mergeMetadata(intent.metadata, parameters.metadata);
		const customer = named ? requireCustomer(state, named, livemode, 'customer', 400).id : intent.customer;
		const types = readTypesAgain(call, intent, currency);
		const account = readPaymentMethod(call);
		if (account) requireFits({ customer }, account);
		Object.assign(intent, { amount, currency, customer, metadata, ...types, ...description, ...descriptors });
		if (words !== undefined) intent.description = words;
		if (group !== undefined) intent.transfer_group = group;
		if (account) Object.assign(intent, { payment_method: account.id, status: 'requires_confirmation' });
		return intent;
	},
};

/** Only where the request speaks of types at all. */
function readTypesAgain(call: StripeCall, intent: PaymentIntent, currency: string): MethodTypes | object {
	if (!methodTypeParameters.some((name) => call.parameters[name] !== undefined)) return {};
	return readMethodTypes(call, call.parameters, { currency, capture_method: intent.capture_method });
}

export const paymentIntentsConfirm: StripeEndpoint = {
	method: 'POST',
	path: '/v1/payment_intents/:id/confirm',
	permission: writePermission,
	parameters: [...['amount_to_confirm', 'capture_method', ...describing, ...confirmationOnly, ...unmodelled]],
	returns: 'payment_intent',
	answer: (call) => {
		const { state, parameters } = call;
		const intent = requireIntent(call);
		const description = readDescription(state, parameters, intent);
		requireConfirmable(intent);
		const types = readTypesAgain(call, intent, intent.currency);
		const given = readPaymentMethod(call);
		const account =
			given ?? (intent.payment_method ? requirePaymentMethod(call, intent.payment_method, 400) : null);
		const next = { ...intent, ...types, ...description };
		const confirmation = readConfirmation(call, next, account, parameters);
		attempt(call, Object.assign(intent, types, description), confirmation);
		return intent;
	},
};
