/** What a merchant sets in the dashboards of Plaid and Stripe. */
export type StripeSettings = {
	/** Whether Stripe is connected in Plaid's dashboard. */
	linked: boolean;
	/** Whether ACH Direct Debit is enabled at Stripe. */
	ach: boolean;
	/** The mode of the bank account tokens that Plaid creates from now on. */
	mode: 'test' | 'live';
	/** Receives all events of both modes, in addition to the webhook endpoints that the API created. */
	webhook: { url: string; secret: string } | null;
	/** How long payments take to settle, e.g. `5m`; `null` for the usual time of their mode. */
	settle_after: string | null;
	/** The largest amount of one bank payment, in cents; `null` for no limit. */
	transaction_limit: number | null;
	/** The permissions of restricted keys, e.g. `rak_customer_write`; `null` for all. */
	permissions: string[] | null;
	/** Whether a PaymentIntent verifies each account by micro-deposits before it debits it the first time. */
	microdeposits: boolean;
	/** Whether the account is old enough to debit bank accounts with Charges. */
	legacy_charges: boolean;
};

export const defaultStripeSettings: Readonly<StripeSettings> = {
	linked: true,
	ach: true,
	mode: 'test',
	webhook: null,
	settle_after: null,
	transaction_limit: null,
	permissions: null,
	microdeposits: false,
	legacy_charges: false,
};
