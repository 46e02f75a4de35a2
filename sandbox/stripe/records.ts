/**
 * What Stripe keeps of payments. Most records are the very objects that it shows, with ids where an object may
 * stand expanded; answers are copies of them.
 */
import type Stripe from 'stripe';
import type { ScheduledTask } from '../clock.ts';

export type PaymentIntent = Stripe.PaymentIntent & {
	customer: string | null;
	payment_method: string | null;
	latest_charge: string | null;
};

export type SetupIntent = Stripe.SetupIntent & {
	customer: string | null;
	payment_method: string | null;
	mandate: string | null;
	metadata: Stripe.Metadata;
};

export type Mandate = Stripe.Mandate & { payment_method: string };

export type Charge = Stripe.Charge & {
	customer: string | null;
	payment_intent: string | null;
	balance_transaction: string | null;
};

/** Stripe does not show a refund's mode; it is its charge's. */
export type Refund = Stripe.Refund & { charge: string; payment_intent: string | null };

export type Dispute = Stripe.Dispute & { charge: string; payment_intent: string | null };

export type BalanceTransaction = Stripe.BalanceTransaction & { source: string };

export type StripeEvent = Stripe.EventBase;

/** Its secret is shown when it is made, and never again. */
export type WebhookEndpoint = Omit<Stripe.WebhookEndpoint, 'secret'> & { secret: string };

/** A Stripe token of a bank account, as Plaid makes them: one use. */
export type BankAccountToken = {
	id: string;
	livemode: boolean;
	created: number;
	used: boolean;
	/** The Item behind it: removing that kills the token. `null` for Stripe's own test tokens. */
	itemId: string | null;
	bankAccount: BankAccount;
};

/**
 * A bank account at Stripe: a Customer's source (`ba_…`), which is seen as a PaymentMethod too, or a PaymentMethod
 * of its own (`pm_…`). Plaid's come verified and without a holder.
 */
export type BankAccount = {
	id: string;
	livemode: boolean;
	created: number;
	customer: string | null;
	accountHolderName: string | null;
	accountHolderType: string | null;
	accountType: string | null;
	bankName: string;
	fingerprint: string;
	last4: string;
	routingNumber: string;
	status: 'new' | 'validated' | 'verified' | 'verification_failed' | 'errored';
	/** Wrong amounts that were told of its micro-deposits. */
	failedVerifications: number;
	/** Why no bank takes a debit from it any more, or `null`. */
	blocked: {
		network_code: 'R02' | 'R10' | null;
		reason: 'bank_account_closed' | 'debit_not_authorized' | 'tokenized_account_number_deactivated';
	} | null;
	/** A PaymentMethod that was paid with, or detached, without a Customer is used up. */
	usedUp: boolean;
	billing: { address: Address | null; email: string | null; phone: string | null };
	metadata: Record<string, string>;
};

export type Customer = {
	id: string;
	livemode: boolean;
	/** Milliseconds since 1970; Stripe's answers tell seconds. */
	created: number;
	name: string | null;
	email: string | null;
	phone: string | null;
	description: string | null;
	address: Address | null;
	shipping: { address: Address; name: string; phone: string | null } | null;
	metadata: Record<string, string>;
	defaultSource: string | null;
	/** Ids of bank accounts, in the order in which they were attached. */
	sources: string[];
	/** Ids of PaymentMethods, likewise. */
	paymentMethods: string[];
	deleted: boolean;
	invoicePrefix: string;
};

export type Address = {
	city: string | null;
	country: string | null;
	line1: string | null;
	line2: string | null;
	postal_code: string | null;
	state: string | null;
};

/** What a merchant would have set in Plaid's and Stripe's dashboards. */
export type StripeSettings = {
	/** Whether Stripe is connected in Plaid's dashboard. */
	linked: boolean;
	/** Whether ACH Direct Debit is on at Stripe. */
	ach: boolean;
	/** The mode of the bank account tokens that Plaid makes from now on. */
	mode: 'test' | 'live';
	/** Where all events of both modes go, beside the webhook endpoints that the API made. */
	webhook: { url: string; secret: string } | null;
	/** How long payments take to settle, e.g. `5m`; `null` for what is usual in their mode. */
	settle_after: string | null;
	/** The most that one bank payment may come to, in cents; `null` for no such limit. */
	transaction_limit: number | null;
	/** What restricted keys may do, e.g. `rak_customer_write`; `null` for everything. */
	permissions: string[] | null;
	/** Whether the account is an old one that may still debit bank accounts by Charges. */
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
	legacy_charges: false,
};

/** A POST that was made under a key: its parameters, and its answer once there is one. */
export type IdempotentRequest = {
	method: string;
	path: string;
	parameters: string;
	/** `null` while the first request is still under way. */
	answer: { status: number; body: string; requestId: string } | null;
	createdAt: number;
};

export type StripeRecords = {
	bankAccountTokens: Map<string, BankAccountToken>;
	bankAccounts: Map<string, BankAccount>;
	customers: Map<string, Customer>;
	idempotentRequests: Map<string, IdempotentRequest>;
	paymentIntents: Map<string, PaymentIntent>;
	setupIntents: Map<string, SetupIntent>;
	mandates: Map<string, Mandate>;
	charges: Map<string, Charge>;
	refunds: Map<string, Refund>;
	disputes: Map<string, Dispute>;
	balanceTransactions: Map<string, BalanceTransaction>;
	stripeEvents: Map<string, StripeEvent>;
	webhookEndpoints: Map<string, WebhookEndpoint>;
	/** What is still to happen to a charge by itself, by the charge's id. */
	settlements: Map<string, ScheduledTask[]>;
	stripe: StripeSettings;
};

export const createStripeRecords = (settings: Partial<StripeSettings> = {}): StripeRecords => ({
	bankAccountTokens: new Map(),
	bankAccounts: new Map(),
	customers: new Map(),
	idempotentRequests: new Map(),
	paymentIntents: new Map(),
	setupIntents: new Map(),
	mandates: new Map(),
	charges: new Map(),
	refunds: new Map(),
	disputes: new Map(),
	balanceTransactions: new Map(),
	stripeEvents: new Map(),
	webhookEndpoints: new Map(),
	settlements: new Map(),
	stripe: { ...defaultStripeSettings, ...settings },
});
