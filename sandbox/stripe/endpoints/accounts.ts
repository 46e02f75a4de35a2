/** The merchant's own account and its capabilities. @see https://docs.stripe.com/api/accounts */
import type Stripe from 'stripe';
import type { State } from '../../state.ts';
import type { StripeEndpoint } from '../endpoint.ts';
import { invalidRequest, noSuch } from '../errors.ts';
import { listPage } from '../requests/pagination.ts';

const permission = 'rak_accounts_kyc_basic_read';

/** When the account was opened, in seconds since 1970. */
const opened = Date.UTC(2026, 0, 5) / 1000;

type CapabilityStatus = 'active' | 'inactive';

const capabilitiesOf = (state: State) =>
	({
		card_payments: 'active',
		transfers: 'active',
		us_bank_account_ach_payments: state.stripe.ach ? 'active' : 'inactive',
	}) as const satisfies Record<string, CapabilityStatus>;

function accountJson(state: State) {
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

export const accountsRetrieveCurrent: StripeEndpoint = {
	permission,
	parameters: [],
	returns: 'account',
	handle: ({ state }) => accountJson(state),
};

export const accountsRetrieve: StripeEndpoint = {
	permission,
	parameters: [],
	returns: 'account',
	handle: ({ state, path }) => {
		requireOwnAccount(state, path.id);
		return accountJson(state);
	},
};

export const accountsListCapabilities: StripeEndpoint = {
	permission,
	parameters: [],
	returns: { listOf: 'capability' },
	handle: ({ state, path, parameters }) => {
		requireOwnAccount(state, path.id);
		return listPage(
			Object.keys(capabilitiesOf(state)).map((id) => ({ id })),
			{
				url: `/v1/accounts/${path.id}/capabilities`,
				what: 'capability',
				parameters,
				toJson: ({ id }) => capabilityJson(state, id),
			},
		);
	},
};

export const accountsRetrieveCapability: StripeEndpoint = {
	permission,
	parameters: [],
	returns: 'capability',
	handle: ({ state, path }) => {
		requireOwnAccount(state, path.id);
		return capabilityJson(state, path.capability ?? '');
	},
};

/** Throws resource_missing. */
function capabilityJson(state: State, id: string) {
	const capabilities: Record<string, CapabilityStatus> = capabilitiesOf(state);
	const status = Object.hasOwn(capabilities, id) ? capabilities[id] : undefined;
	if (!status) throw noSuch({ what: 'capability', id, param: 'capability', status: 404 });
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

/** Throws account_invalid. */
function requireOwnAccount(state: State, id: string | undefined): void {
	if (id === state.ids.stripeAccount()) return;
	throw invalidRequest(
		`The account '${id}' does not exist here, or your key does not have access to it. Application access may have been revoked.`,
		{ code: 'account_invalid', status: 403 },
	);
}
