import { type BankOptions, readBankOptions } from './bank-options.ts';
import { requireFits } from './confirmation.ts';
import { requireCustomer } from './customers.ts';
import { emit } from './emit.ts';
import { type StripeCall, type StripeEndpoint, stripeTime } from './endpoint.ts';
import { invalidParameter, invalidRequest } from './errors.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { methodTypeParameters, readMethodTypes } from './method-types.ts';
import { mergeMetadata, optionalBoolean, optionalChoice, optionalText } from './parameters.ts';
import { readPaymentMethod, requirePaymentMethod } from './payment-method-data.ts';
import type { SetupIntent } from './records.ts';
import { prepareConfirmation } from './setup-confirmation.ts';

const read = 'rak_setup_intent_read';
const write = 'rak_setup_intent_write';

const confirmationOnly = ['mandate_data', 'return_url'];
const describing = [
	...['payment_method', 'payment_method_data', 'payment_method_options', ...methodTypeParameters],
];
/** Taken, and without effect. */
const unmodelled = [
	...['attach_to_self', 'confirmation_token', 'customer_account', 'flow_directions', 'on_behalf_of'],
	...['single_use', 'use_stripe_sdk'],
];

const suits = { currency: 'usd', capture_method: 'automatic' };

const requireIntent = ({ state, livemode, path }: StripeCall): SetupIntent =>
	requireRecord(state.setupIntents, path.id, { what: 'setupintent', param: 'intent', livemode });

const unexpectedState = (intent: SetupIntent, message: string) =>
	invalidRequest(message, { code: 'setup_intent_unexpected_state', more: { setup_intent: intent } });

export const setupIntentsCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/setup_intents',
	permission: write,
	parameters: [
		...['confirm', 'customer', 'description', 'metadata', 'usage'],
		...[...describing, ...confirmationOnly, ...unmodelled],
	],
	returns: 'setup_intent',
	answer: (call) => {
		const { state, livemode, parameters } = call;
		const confirm = optionalBoolean(parameters, 'confirm') ?? false;
		const early = confirm ? undefined : confirmationOnly.find((name) => parameters[name] !== undefined);
		if (early !== undefined) {
			throw invalidParameter(early, `The \`${early}\` parameter can only be passed with \`confirm=true\`.`);
		}
		const usage = optionalChoice(parameters, 'usage', ['off_session', 'on_session']) ?? 'off_session';
		const named = optionalText(parameters, 'customer');
		const options = readBankOptions(state, parameters, null);
		const metadata = mergeMetadata({}, parameters.metadata);
		const customer = named ? requireCustomer(state, named, livemode, 'customer', 400).id : null;
		const types = readMethodTypes(call, parameters, suits);
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
		if (account) requireFits(intent, account);
		const go = confirm ? prepareConfirmation(call, intent, account) : null;
		state.setupIntents.set(id, intent);
		emit(call, 'setup_intent.created', intent);
		go?.();
		return intent;
	},
};

export const setupIntentsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/setup_intents/:id',
	permission: read,
	parameters: ['client_secret'],
	returns: 'setup_intent',
	answer: requireIntent,
};

export const setupIntentsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/setup_intents',
	permission: read,
	parameters: [
		...['attach_to_self', 'created', 'customer', 'customer_account', 'payment_method', ...listParameters],
	],
	returns: 'list of setup_intent',
	answer: ({ state, livemode, parameters }) => {
		const customer = optionalText(parameters, 'customer');
		const method = optionalText(parameters, 'payment_method');
		const inTime = createdFilter(parameters);
		const found = [...state.setupIntents.values()]
			.filter((intent) => intent.livemode === livemode && inTime(intent))
			.filter((intent) => !customer || intent.customer === customer)
			.filter((intent) => !method || intent.payment_method === method)
			.reverse();
		const url = '/v1/setup_intents';
		return listPage(found, { url, what: 'setupintent', parameters, show: (intent) => intent });
	},
};

const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

const participles = { cancel: 'canceled', confirm: 'confirmed', update: 'updated' } as const;

function requireOpen(intent: SetupIntent, verb: keyof typeof participles): void {
	if (open.includes(intent.status)) return;
	throw unexpectedState(
		intent,
		`You cannot ${verb} this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be ${participles[verb]}: ${open.join(', ')}.`,
	);
}

export const setupIntentsUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/setup_intents/:id',
	permission: write,
	parameters: ['customer', 'description', 'metadata', ...describing, ...unmodelled],
	returns: 'setup_intent',
	answer: (call) => {
		const { state, livemode, parameters } = call;
		const intent = requireIntent(call);
		requireOpen(intent, 'update');
		const named = optionalText(parameters, 'customer');
		const description = optionalText(parameters, 'description');
		const options = readBankOptions(state, parameters, intent.payment_method_options as BankOptions | null);
		const metadata = mergeMetadata(intent.metadata, parameters.metadata);
		const customer = named ? requireCustomer(state, named, livemode, 'customer', 400).id : intent.customer;
		const types = readTypesAgain(call);
		const account = readPaymentMethod(call);
		if (account) requireFits({ customer }, account);
		Object.assign(intent, { customer, metadata, payment_method_options: options, ...types });
		if (description !== undefined) intent.description = description;
		if (account) Object.assign(intent, { payment_method: account.id, status: 'requires_confirmation' });
		return intent;
	},
};

const readTypesAgain = (call: StripeCall): object =>
	methodTypeParameters.some((name) => call.parameters[name] !== undefined)
		? readMethodTypes(call, call.parameters, suits)
		: {};

export const setupIntentsConfirm: StripeEndpoint = {
	method: 'POST',
	path: '/v1/setup_intents/:id/confirm',
	permission: write,
	parameters: [...describing, ...confirmationOnly, 'confirmation_token', 'use_stripe_sdk'],
	returns: 'setup_intent',
	answer: (call) => {
		const { state, parameters } = call;
		const intent = requireIntent(call);
		requireOpen(intent, 'confirm');
		const options = readBankOptions(state, parameters, intent.payment_method_options as BankOptions | null);
		const types = readTypesAgain(call);
		const given = readPaymentMethod(call);
		const account =
			given ?? (intent.payment_method ? requirePaymentMethod(call, intent.payment_method, 400) : null);
		const next: SetupIntent = { ...intent, ...types, payment_method_options: options };
		prepareConfirmation(call, next, account);
		Object.assign(intent, next);
		prepareConfirmation(call, intent, account)();
		return intent;
	},
};

export const setupIntentsCancel: StripeEndpoint = {
	method: 'POST',
	path: '/v1/setup_intents/:id/cancel',
	permission: write,
	parameters: ['cancellation_reason'],
	returns: 'setup_intent',
	answer: (call) => {
		const reasons = ['abandoned', 'duplicate', 'requested_by_customer'] as const;
		const reason = optionalChoice(call.parameters, 'cancellation_reason', reasons);
		const intent = requireIntent(call);
		requireOpen(intent, 'cancel');
		Object.assign(intent, { cancellation_reason: reason ?? null, status: 'canceled' });
		emit(call, 'setup_intent.canceled', intent);
		return intent;
	},
};
