/**
 * The merchant's own account, its capabilities, and what its dashboard shows of payment methods.
 * @see https://docs.stripe.com/api/accounts
 */
import type Stripe from 'stripe';
import type { State } from '../state.ts';
import type { StripeEndpoint } from './endpoint.ts';
import { invalidRequest, noSuch } from './errors.ts';
import { listPage, listParameters } from './lists.ts';

const opened = Date.UTC(2026, 0, 5) / 1000;

const capabilitiesOf = (state: State) =>
	({
		card_payments: 'active',
		transfers: 'active',
		us_bank_account_ach_payments: state.stripe.ach ? 'active' : 'inactive',
	}) as const;

function accountObject(state: State) {
	const name = 'Sandbox Shop';
	return {
		id: state.ids.stripeAccount(),
		object: 'account',
		business_profile: {
			annual_revenue: null,
			estimated_worker_count: null,
			mcc: '5734',
			minority_owned_business_designation: null,
			name,
			product_description: null,
			specified_commercial_transactions_act_url: null,
			support_address: null,
			support_email: null,
			support_phone: null,
			support_url: null,
			url: 'https://shop.example',
		},
		business_type: 'company',
		capabilities: capabilitiesOf(state),
		charges_enabled: true,
		country: 'US',
		created: opened,
		default_currency: 'usd',
		details_submitted: true,
		email: 'owner@shop.example',
		metadata: {},
		payouts_enabled: true,
		settings: {
			branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
			card_payments: {
				statement_descriptor_prefix: null,
				statement_descriptor_prefix_kana: null,
				statement_descriptor_prefix_kanji: null,
			},
			dashboard: { display_name: name, timezone: 'America/New_York' },
			payments: {
				statement_descriptor: 'SANDBOX SHOP',
				statement_descriptor_kana: null,
				statement_descriptor_kanji: null,
				statement_descriptor_prefix_kana: null,
				statement_descriptor_prefix_kanji: null,
			},
		},
		type: 'standard',
	} satisfies Stripe.Account;
}

const retrieveAt = (path: string): StripeEndpoint => ({
	method: 'GET',
	path,
	permission: 'rak_accounts_kyc_basic_read',
	parameters: [],
	returns: 'account',
	answer: ({ state, path }) => {
		if (path.id !== undefined) requireOwn(state, path.id);
		return accountObject(state);
	},
});

export const accountRetrieveCurrent = retrieveAt('/v1/account');
export const accountsRetrieve = retrieveAt('/v1/accounts/:id');

export const capabilitiesList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/accounts/:id/capabilities',
	permission: 'rak_accounts_kyc_basic_read',
	parameters: [],
	returns: 'list of capability',
	answer: ({ state, path, parameters }) => {
		requireOwn(state, path.id);
		const all = Object.keys(capabilitiesOf(state)).map((id) => ({ id }));
		const url = `/v1/accounts/${path.id}/capabilities`;
		const show = ({ id }: { id: string }) => capabilityObject(state, id);
		return listPage(all, { url, what: 'capability', parameters, show });
	},
};

export const capabilitiesRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/accounts/:id/capabilities/:capability',
	permission: 'rak_accounts_kyc_basic_read',
	parameters: [],
	returns: 'capability',
	answer: ({ state, path }) => {
		requireOwn(state, path.id);
		return capabilityObject(state, path.capability ?? '');
	},
};

function capabilityObject(state: State, id: string) {
	const capabilities: Record<string, 'active' | 'inactive'> = capabilitiesOf(state);
	const status = Object.hasOwn(capabilities, id) ? capabilities[id] : undefined;
	if (!status) throw noSuch('capability', id, 'capability', 404);
	return {
		id,
		object: 'capability',
		account: state.ids.stripeAccount(),
		requested: status === 'active',
		requested_at: status === 'active' ? opened : null,
		requirements: {
			alternatives: [],
			current_deadline: null,
			currently_due: [],
			disabled_reason: null,
			errors: [],
			eventually_due: [],
			past_due: [],
			pending_verification: [],
		},
		status,
	} satisfies Stripe.Capability;
}

function requireOwn(state: State, id: string | undefined): void {
	if (id === state.ids.stripeAccount()) return;
	throw invalidRequest(
		`The account '${id}' does not exist here, or your key does not have access to it. Application access may have been revoked.`,
		{ code: 'account_invalid', status: 403 },
	);
}

/** The one configuration that the account has: what its dashboard shows under Settings → Payment methods. */
export const configurationId = (state: State): string => `pmc_${state.ids.stripeAccount().slice(5)}`;

/** @see https://docs.stripe.com/api/payment_method_configurations/object */
function configurationObject(state: State, livemode: boolean) {
	const shown = (available: boolean) => {
		const value = available ? ('on' as const) : ('off' as const);
		return { available, display_preference: { overridable: null, preference: value, value } };
	};
	return {
		id: configurationId(state),
		object: 'payment_method_configuration',
		active: true,
		application: null,
		card: shown(true),
		is_default: true,
		livemode,
		name: 'Default',
		parent: null,
		us_bank_account: shown(state.stripe.ach),
	} satisfies Stripe.PaymentMethodConfiguration;
}

export const configurationsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/payment_method_configurations',
	permission: 'rak_payment_method_configuration_read',
	parameters: ['active', 'application', ...listParameters],
	returns: 'list of payment_method_configuration',
	answer: ({ state, livemode, parameters }) =>
		listPage([configurationObject(state, livemode)], {
			url: '/v1/payment_method_configurations',
			what: 'payment_method_configuration',
			parameters,
			show: (configuration) => configuration,
		}),
};

export const configurationsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/payment_method_configurations/:id',
	permission: 'rak_payment_method_configuration_read',
	parameters: [],
	returns: 'payment_method_configuration',
	answer: ({ state, livemode, path }) => {
		if (path.id !== configurationId(state)) {
			throw noSuch('payment_method_configuration', path.id ?? '', 'configuration', 404);
		}
		return configurationObject(state, livemode);
	},
};
