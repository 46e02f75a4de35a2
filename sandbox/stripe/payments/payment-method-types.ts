/**
 * The payment methods that an intent accepts. Since version 2026-09-30, a request restricts them with
 * `allowed_payment_method_types`, and `payment_method_types` is refused.
 * @see https://docs.stripe.com/changelog/endive/2026-09-30/removes-the-payment-method-types-parameter-from-payment-intents-and-setup-intents
 */
import type Stripe from 'stripe';
import type { State } from '../../state.ts';
import type { StripeCall } from '../endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter, unknownParameters } from '../errors.ts';
import type { Form } from '../requests/form.ts';
import {
	fullName,
	optionalBoolean,
	optionalChoice,
	optionalHash,
	optionalText,
	optionalTexts,
} from '../requests/parameters.ts';
import { acceptsAllowedMethodTypes, rejectsMethodTypes } from '../requests/versions.ts';

export const methodTypeParameters = [
	'allowed_payment_method_types',
	'automatic_payment_methods',
	'excluded_payment_method_types',
	'payment_method_configuration',
	'payment_method_types',
];

export const hasMethodTypes = (parameters: Form): boolean =>
	methodTypeParameters.some((name) => parameters[name] !== undefined);

/** The id of the account's only configuration of payment methods. */
export const configurationId = (state: State): string =>
	`pmc_${state.ids.stripeAccount().slice('acct_'.length)}`;

/** The fields of an intent that say which payment methods it accepts. */
export type MethodTypes = {
	allowed_payment_method_types: string[] | null;
	automatic_payment_methods: { allow_redirects?: 'always' | 'never'; enabled: boolean } | null;
	excluded_payment_method_types: string[] | null;
	payment_method_configuration_details: Stripe.PaymentIntent.PaymentMethodConfigurationDetails | null;
	payment_method_types: string[];
};

/** What a payment method must support. Stripe silently omits the types that do not. */
type Requirements = { currency: string; capture_method: string };

const noMethodTypes: MethodTypes = {
	allowed_payment_method_types: null,
	automatic_payment_methods: null,
	excluded_payment_method_types: null,
	payment_method_configuration_details: null,
	payment_method_types: [],
};

/** Throws payment_method_types_no_longer_supported, and errors for types that are inactive or exclude each other. */
export function readMethodTypes(
	{ state, version, parameters }: Pick<StripeCall, 'state' | 'version' | 'parameters'>,
	requirements: Requirements,
): MethodTypes {
	const listed = optionalTexts(parameters, 'payment_method_types');
	if (listed && rejectsMethodTypes(version)) {
		throw invalidRequest(
			'The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types` or dynamic payment methods instead.',
			{ code: 'payment_method_types_no_longer_supported', param: 'payment_method_types', beforeWork: true },
		);
	}
	const allowed = optionalTexts(parameters, 'allowed_payment_method_types');
	if (allowed && !acceptsAllowedMethodTypes(version)) {
		throw unknownParameters(['allowed_payment_method_types']);
	}
	const excluded = optionalTexts(parameters, 'excluded_payment_method_types');
	const configuration = optionalText(parameters, 'payment_method_configuration');
	const automatic = readAutomaticPaymentMethods(parameters);
	if (allowed) {
		requireAlone({
			allowed_payment_method_types: allowed,
			automatic_payment_methods: automatic,
			excluded_payment_method_types: excluded,
			payment_method_configuration: configuration ?? undefined,
		});
	}
	if (allowed?.length === 0) {
		throw invalidParameter('allowed_payment_method_types', 'You must name at least one payment method type.');
	}
	if (configuration && configuration !== configurationId(state)) {
		throw invalidRequest(`No such payment_method_configuration: '${configuration}'`, {
			code: 'resource_missing',
			param: 'payment_method_configuration',
		});
	}
	const active = activeTypes(state, requirements);
	if (listed && listed.length > 0) {
		const inactive = listed.find((type) => !active.includes(type));
		if (inactive !== undefined) throw notActivated(inactive, 'payment_method_types');
		return { ...noMethodTypes, payment_method_types: listed };
	}
	if (allowed) {
		const types = active.filter((type) => allowed.includes(type));
		if (types.length === 0) throw notActivated(allowed[0] ?? '', 'allowed_payment_method_types');
		return { ...noMethodTypes, allowed_payment_method_types: allowed, payment_method_types: types };
	}
	return {
		allowed_payment_method_types: null,
		automatic_payment_methods: automatic ?? { allow_redirects: 'always', enabled: true },
		excluded_payment_method_types: excluded ?? null,
		payment_method_configuration_details: { id: configurationId(state), parent: null },
		payment_method_types: active.filter((type) => !excluded?.includes(type)),
	};
}

/** `allowed_payment_method_types` excludes the other parameters. */
function requireAlone(parameters: Record<string, unknown>): void {
	const names = Object.keys(parameters).filter((name) => parameters[name] !== undefined);
	if (names.length === 1) return;
	throw invalidParameter(
		'allowed_payment_method_types',
		`You may only specify one of these parameters: ${names.join(', ')}.`,
	);
}

function activeTypes(state: State, { currency, capture_method }: Requirements): string[] {
	const supportsDebits = state.stripe.ach && currency === 'usd' && capture_method !== 'manual';
	return supportsDebits ? ['card', 'us_bank_account'] : ['card'];
}

function readAutomaticPaymentMethods(parameters: Form): MethodTypes['automatic_payment_methods'] | undefined {
	const automatic = optionalHash(parameters, 'automatic_payment_methods', ['enabled', 'allow_redirects']);
	if (!automatic) return undefined;
	const enabled = optionalBoolean(automatic, 'enabled');
	const redirects = optionalChoice(automatic, 'allow_redirects', ['always', 'never']);
	if (enabled === undefined) throw missingParameter(fullName(automatic, 'enabled'));
	return { allow_redirects: redirects ?? 'always', enabled };
}

const notActivated = (type: string, param: string) =>
	invalidRequest(
		`The payment method type "${type.slice(0, 40)}" is invalid. Please ensure the provided type is activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is enabled for any preview features that you are trying to use.`,
		{ code: 'payment_intent_invalid_parameter', param },
	);

/** Throws if the intent accepts payment methods that redirect the shopper, and there is no address to return to. */
export function requireReturnUrl(
	automatic: { allow_redirects?: string; enabled: boolean | null } | null,
	returnUrl: string | null | undefined,
	what: 'PaymentIntent' | 'SetupIntent',
): void {
	if (!automatic?.enabled || automatic.allow_redirects === 'never' || returnUrl) return;
	throw invalidRequest(
		`This ${what} is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a \`return_url\`. If you don't want to accept redirect-based payment methods, set \`automatic_payment_methods[enabled]\` to \`true\` and \`automatic_payment_methods[allow_redirects]\` to \`never\` when creating Setup Intents and Payment Intents.`,
	);
}

/** Throws if the intent does not accept bank debits. */
export function requireBankDebits(types: readonly string[], what: 'PaymentIntent' | 'SetupIntent'): void {
	if (types.includes('us_bank_account')) return;
	throw invalidRequest(
		`The PaymentMethod provided (us_bank_account) is not allowed for this ${what}. Please attach a PaymentMethod of one of the following types: ${types.join(', ')}. Alternatively, update the allowed payment_method_types for this ${what} to include "us_bank_account".`,
		{ param: 'payment_method' },
	);
}
