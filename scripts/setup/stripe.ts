/** What setup prepares at Stripe: a restricted key, and the mail that enables Plaid's tokens. */

/**
 * What the Worker and the doctor do at Stripe, as permissions of a restricted key. Writing includes reading.
 * @see https://docs.stripe.com/keys/restricted-api-keys
 */
export const stripePermissions = [
	'rak_customer_write',
	'rak_payment_intent_write',
	'rak_payment_method_write',
	'rak_charge_write', // Includes refunds.
	'rak_dispute_read',
	'rak_event_read',
	'rak_mandate_read',
	'rak_token_read', // Stripe does not publish this name: check that “Tokens” is ticked.
	'rak_payment_method_configuration_read',
	'rak_accounts_kyc_basic_read',
	'rak_webhook_read',
] as const;

/** The page of Stripe's dashboard that creates the key, filled in. */
export function restrictedKeyPage(livemode: boolean): string {
	const query = stripePermissions.map((permission) => `permissions[]=${permission}`).join('&');
	return `https://dashboard.stripe.com/${livemode ? '' : 'test/'}apikeys/create?name=plaid-stripe-connect&${query}`;
}

/**
 * Asks Stripe to accept Plaid's tokens for PaymentIntents. No API and no dashboard does it.
 * @see https://plaid.com/docs/auth/partnerships/stripe/
 */
export const enablementMail = `To: plaid-referral@stripe.com
Cc: partnerships@plaid.com
Subject: Enable Plaid with the Payment Intents API

Hello,

please enable our Stripe account for bank account tokens from Plaid
with the Payment Intents API.

Stripe account: acct_… (https://dashboard.stripe.com/settings/account)
Company: …
What we take payments for: …
Expected ACH debits a month: …

Thank you`;
