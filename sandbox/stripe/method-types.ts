/**
 * Which payment methods an intent takes. Since 2026-09-30 a request narrows them by
 * `allowed_payment_method_types`; `payment_method_types` is refused.
 * @see https://docs.stripe.com/changelog/endive/2026-09-30/removes-the-payment-method-types-parameter-from-payment-intents-and-setup-intents
 */
import type Stripe from 'stripe';
import type { State } from '../state.ts';
import { configurationId } from './account.ts';
import { invalidParameter, invalidRequest, unknownParameters } from './errors.ts';
import type { Form } from './form.ts';
import { optionalBoolean, optionalChoice, optionalHash, optionalText, optionalTexts } from './parameters.ts';
import { refusesMethodTypes, takesAllowedMethodTypes } from './versions.ts';

export const methodTypeParameters = [
	'allowed_payment_method_types',
	'automatic_payment_methods',
	'excluded_payment_method_types',
	'payment_method_configuration',
	'payment_method_types',
];

/** The fields of an intent that tell which payment methods it takes. */
export type MethodTypes = {
	allowed_payment_method_types: string[] | null;
	automatic_payment_methods: { allow_redirects?: 'always' | 'never'; enabled: boolean } | null;
	excluded_payment_method_types: string[] | null;
	payment_method_configuration_details: Stripe.PaymentIntent.PaymentMethodConfigurationDetails | null;
	payment_method_types: string[];
};

/** What a bank debit may be asked with: Stripe leaves types out silently that do not suit. */
type Suits = { currency: string; capture_method: string };

/** Throws payment_method_types_no_longer_supported, and for parameters that exclude each other. */
export function readMethodTypes(
	{ state, version }: { state: State; version: string },
	parameters: Form,
	suits: Suits,
): MethodTypes {
	const listed = optionalTexts(parameters, 'payment_method_types');
	if (listed && refusesMethodTypes(version)) {
		throw invalidRequest(
			'The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types` or dynamic payment methods instead.',
			{ code: 'payment_method_types_no_longer_supported', param: 'payment_method_types', unstarted: true },
		);
	}
	const allowed = optionalTexts(parameters, 'allowed_payment_method_types');
	if (allowed && !takesAllowedMethodTypes(version)) {
		throw unknownParameters(['allowed_payment_method_types']);
	}
	const excluded = optionalTexts(parameters, 'excluded_payment_method_types');
	const configuration = optionalText(parameters, 'payment_method_configuration');
	const automatic = readAutomatic(parameters);
	const given = Object.entries({
		allowed_payment_method_types: allowed,
		automatic_payment_methods: automatic,
		excluded_payment_method_types: excluded,
		payment_method_configuration: configuration ?? undefined,
	}).filter(([, value]) => value !== undefined);
	if (allowed && given.length > 1) {
		throw invalidParameter(
			'allowed_payment_method_types',
			`You may only specify one of these parameters: ${given.map(([name]) => name).join(', ')}.`,
		);
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
	const usable = usableTypes(state, suits);
	if (listed && listed.length > 0) {
		const missing = listed.find((type) => !usable.includes(type));
		if (missing !== undefined) throw notActivated(missing, 'payment_method_types');
		return { ...noTypes, payment_method_types: listed };
	}
	const details = { id: configurationId(state), parent: null };
	if (allowed) {
		const types = usable.filter((type) => allowed.includes(type));
		if (types.length === 0) throw notActivated(allowed[0] ?? '', 'allowed_payment_method_types');
		return { ...noTypes, allowed_payment_method_types: allowed, payment_method_types: types };
	}
	return {
		allowed_payment_method_types: null,
		automatic_payment_methods: automatic ?? { allow_redirects: 'always', enabled: true },
		excluded_payment_method_types: excluded ?? null,
		payment_method_configuration_details: details,
		payment_method_types: usable.filter((type) => !excluded?.includes(type)),
	};
}

const noTypes: MethodTypes = {
	allowed_payment_method_types: null,
	automatic_payment_methods: null,
	excluded_payment_method_types: null,
	payment_method_configuration_details: null,
	payment_method_types: [],
};

function usableTypes(state: State, { currency, capture_method }: Suits): string[] {
	const takesDebits = state.stripe.ach && currency === 'usd' && capture_method !== 'manual';
	return takesDebits ? ['card', 'us_bank_account'] : ['card'];
}

function readAutomatic(parameters: Form): MethodTypes['automatic_payment_methods'] | undefined {
	const given = optionalHash(parameters, 'automatic_payment_methods', ['enabled', 'allow_redirects']);
	if (!given) return undefined;
	const enabled = optionalBoolean(given, 'enabled', 'automatic_payment_methods[enabled]');
	const redirects = optionalChoice(
		given,
		'allow_redirects',
		['always', 'never'],
		'automatic_payment_methods[allow_redirects]',
	);
	if (enabled === undefined) {
		throw invalidRequest('Missing required param: automatic_payment_methods[enabled].', {
			...{ code: 'parameter_missing', param: 'automatic_payment_methods[enabled]', unstarted: true },
		});
	}
	return { allow_redirects: redirects ?? 'always', enabled };
}

const notActivated = (type: string, param: string) =>
	invalidRequest(
		`The payment method type "${type.slice(0, 40)}" is invalid. Please ensure the provided type is activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is enabled for any preview features that you are trying to use.`,
		{ code: 'payment_intent_invalid_parameter', param },
	);

/** Payment methods that may redirect the shopper need a place to come back to. */
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

export function requireAllowed(types: readonly string[], what: 'PaymentIntent' | 'SetupIntent'): void {
	if (types.includes('us_bank_account')) return;
	throw invalidRequest(
		`The PaymentMethod provided (us_bank_account) is not allowed for this ${what}. Please attach a PaymentMethod of one of the following types: ${types.join(', ')}. Alternatively, update the allowed payment_method_types for this ${what} to include "us_bank_account".`,
		{ param: 'payment_method' },
	);
}
