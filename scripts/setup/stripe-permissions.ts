/**
 * What the Worker does at Stripe, and the doctor, as permissions of a restricted key. To write is to read as well.
 * @see https://docs.stripe.com/keys/restricted-api-keys
 */
export const stripePermissions = [
	'rak_customer_write',
	'rak_payment_intent_write',
	'rak_payment_method_write',
	'rak_charge_write', // Refunds are in its row.
	'rak_dispute_read',
	'rak_event_read',
	'rak_token_read', // Stripe does not publish this name: look whether “Tokens” is ticked.
	'rak_payment_method_configuration_read',
	'rak_accounts_kyc_basic_read',
	'rak_webhook_read',
] as const;

/** The page of Stripe's dashboard that makes the key, filled in. */
export function restrictedKeyPage(livemode: boolean): string {
	const query = stripePermissions.map((permission) => `permissions[]=${permission}`).join('&');
	return `https://dashboard.stripe.com/${livemode ? '' : 'test/'}apikeys/create?name=plaid-stripe-connect&${query}`;
}
