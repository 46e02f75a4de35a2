/** Errors that the merchant has to fix in the configuration, at Plaid or at Stripe. */

import { type ErrorRow, merchantOnly, notAvailable } from './row.ts';

export const configurationErrors = {
	configuration_invalid: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `The backend’s configuration is incomplete or wrong. ${merchantOnly}`,
		displayMessage: notAvailable,
	},
	schema_outdated: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message:
			'The database is older than this version of the backend. The merchant has to run `npx wrangler d1 migrations apply DB`.',
		displayMessage: notAvailable,
		remedy:
			'The database lacks migrations. Run `npx wrangler d1 migrations apply DB` (with --local or --remote), or `npm run deploy`.',
	},
	plaid_credentials_invalid: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `Plaid refuses this deployment. ${merchantOnly}`,
		displayMessage: notAvailable,
		remedy:
			'Plaid refuses PLAID_CLIENT_ID and PLAID_SECRET. Take both from https://dashboard.plaid.com/developers/keys; each environment (PLAID_ENV) has a secret of its own.',
	},
	plaid_not_enabled: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `Plaid has not enabled something that this deployment asks for. ${merchantOnly}`,
		displayMessage: notAvailable,
		remedy:
			'Plaid has not enabled a product, country or environment for this client. Compare PLAID_ENV, PRODUCTS, OPTIONAL_PRODUCTS and COUNTRY_CODES with https://dashboard.plaid.com/settings/team/products and ask Plaid for what is missing.',
	},
	stripe_not_linked: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `Plaid cannot make a Stripe token for this deployment. ${merchantOnly}`,
		displayMessage: notAvailable,
		remedy:
			'Stripe is not connected to this Plaid client. Connect it at https://dashboard.plaid.com/developers/integrations (Stripe), turn on ACH Direct Debit in Stripe’s payment methods, and ask Plaid and Stripe to enable the integration. The same requests then succeed; nobody has to connect a bank again.',
	},
	stripe_account_invalid: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `Stripe refused the account through Plaid. ${merchantOnly}`,
		displayMessage: notAvailable,
		remedy:
			'Stripe refused to make a bank account token. Check at https://dashboard.stripe.com/settings/payments that ACH Direct Debit is on, and at https://dashboard.plaid.com/developers/integrations that the linked Stripe account is the right one; if both are, the fault is at Stripe and passes.',
	},
	stripe_not_configured: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: 'This backend cannot take payments: STRIPE_SECRET_KEY is missing.',
		displayMessage: null,
	},
	stripe_credentials_invalid: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `Stripe refuses this deployment. ${merchantOnly}`,
		displayMessage: notAvailable,
		remedy:
			'Stripe refuses STRIPE_SECRET_KEY. Take a key from https://dashboard.stripe.com/apikeys and run `npx wrangler secret put STRIPE_SECRET_KEY`.',
	},
	stripe_permission_missing: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `The key for Stripe is missing a permission. ${merchantOnly}`,
		displayMessage: notAvailable,
		remedy:
			'STRIPE_SECRET_KEY is missing a permission: `npm run doctor` says which. Add it at https://dashboard.stripe.com/apikeys.',
	},
	stripe_ach_not_enabled: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message: `Stripe does not allow ACH debits for this deployment. ${merchantOnly}`,
		displayMessage: notAvailable,
		remedy:
			'Turn on ACH Direct Debit at https://dashboard.stripe.com/settings/payment_methods, and ask plaid-referral@stripe.com to enable Plaid with PaymentIntents.',
	},
	webhook_not_configured: {
		status: 503,
		retryable: false,
		recovery: 'retry',
		storable: false,
		message:
			'This backend cannot accept Stripe’s webhooks: STRIPE_SECRET_KEY or STRIPE_WEBHOOK_SECRET is missing.',
		displayMessage: null,
		remedy:
			'Stripe sends webhooks, and STRIPE_SECRET_KEY or STRIPE_WEBHOOK_SECRET is missing. Take the signing secret from https://dashboard.stripe.com/webhooks and run `npx wrangler secret put STRIPE_WEBHOOK_SECRET`.',
	},
	events_not_configured: {
		status: 409,
		retryable: false,
		recovery: 'none',
		storable: true,
		message:
			'This backend sends no events, because EVENTS_URL is not set. They are listed at GET /v1/events.',
		displayMessage: null,
	},
} satisfies Record<string, ErrorRow>;
