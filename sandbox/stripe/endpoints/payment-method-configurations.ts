/**
 * What the dashboard shows under Settings → Payment methods. The account has one configuration.
 * @see https://docs.stripe.com/api/payment_method_configurations
 */
import type Stripe from 'stripe';
import type { Scope, StripeEndpoint } from '../endpoint.ts';
import { noSuch } from '../errors.ts';
import { configurationId } from '../payments/payment-method-types.ts';
import { listPage, listParameters } from '../requests/pagination.ts';

const permission = 'rak_payment_method_configuration_read';
const what = 'payment_method_configuration';

function configurationJson({ state, livemode }: Scope) {
	const setting = (available: boolean) => {
		const value = available ? ('on' as const) : ('off' as const);
		return { available, display_preference: { overridable: null, preference: value, value } };
	};
	return {
		id: configurationId(state),
		object: 'payment_method_configuration',
		active: true,
		application: null,
		card: setting(true),
		is_default: true,
		livemode,
		name: 'Default',
		parent: null,
		us_bank_account: setting(state.stripe.ach),
	} satisfies Stripe.PaymentMethodConfiguration;
}

export const paymentMethodConfigurationsList: StripeEndpoint = {
	permission,
	parameters: ['active', 'application', ...listParameters],
	returns: { listOf: 'payment_method_configuration' },
	handle: (call) =>
		listPage([configurationJson(call)], {
			url: '/v1/payment_method_configurations',
			what,
			parameters: call.parameters,
			toJson: (configuration) => configuration,
		}),
};

export const paymentMethodConfigurationsRetrieve: StripeEndpoint = {
	permission,
	parameters: [],
	returns: 'payment_method_configuration',
	handle: (call) => {
		const { state, path } = call;
		if (path.id !== configurationId(state)) {
			throw noSuch({ what, id: path.id ?? '', param: 'configuration', status: 404 });
		}
		return configurationJson(call);
	},
};
