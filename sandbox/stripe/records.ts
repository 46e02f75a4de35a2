/**
 * What Stripe stores. Most records are the objects of Stripe's API, with ids in the place of expandable objects.
 * Endpoints return copies of them.
 */
import type Stripe from 'stripe';
import type { ScheduledTask } from '../clock.ts';
import { defaultStripeSettings, type StripeSettings } from './settings.ts';

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

/** A refund has no `livemode`. Its mode is that of its charge. */
export type Refund = Stripe.Refund & { charge: string; payment_intent: string | null };

export type Dispute = Stripe.Dispute & { charge: string; payment_intent: string | null };

export type BalanceTransaction = Stripe.BalanceTransaction & { source: string };

export type StripeEvent = Stripe.EventBase;

/** Only the response that creates it includes the secret. */
export type WebhookEndpoint = Omit<Stripe.WebhookEndpoint, 'secret'> & { secret: string };

/** A single-use token of a bank account, as Plaid creates them. */
export type BankAccountToken = {
	id: string;
	livemode: boolean;
	/** Milliseconds since 1970. */
	created: number;
	used: boolean;
	/** The Plaid Item of the account. `null` for a token that Stripe's API created. */
	itemId: string | null;
	bankAccount: BankAccount;
};

/**
 * A bank account at Stripe. It is a Customer's source (`ba_…`), which the API also shows as a PaymentMethod, or a
 * PaymentMethod (`pm_…`). Accounts from Plaid are verified and have no holder.
 */
export type BankAccount = {
	id: string;
	livemode: boolean;
	/** Milliseconds since 1970. */
	created: number;
	customer: string | null;
	accountHolderName: string | null;
	accountHolderType: 'individual' | 'company' | null;
	accountType: 'checking' | 'savings' | null;
	bankName: string;
	/** The same for all records with the same account and routing number. */
	fingerprint: string;
	last4: string;
	routingNumber: string;
	status: 'new' | 'validated' | 'verified' | 'verification_failed' | 'errored';
	/** How often the amounts of its micro-deposits were wrong. */
	failedVerifications: number;
	/** Whether it was verified by micro-deposits. */
	receivedDeposits: boolean;
	/** Why no debit from it is possible any more, or `null`. */
	blocked: BlockedAccount | null;
	/** A PaymentMethod is used up once it was paid with or detached without a Customer. */
	usedUp: boolean;
	billing: { address: Address | null; email: string | null; phone: string | null };
	metadata: Record<string, string>;
};

/** @see https://docs.stripe.com/api/payment_methods/object#payment_method_object-us_bank_account-status_details */
export type BlockedAccount = {
	network_code: 'R02' | 'R10' | null;
	reason: 'bank_account_closed' | 'debit_not_authorized' | 'tokenized_account_number_deactivated';
};

export type Customer = {
	id: string;
	livemode: boolean;
	/** Milliseconds since 1970. */
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
	/** Ids of PaymentMethods, in the order in which they were attached. */
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

/** A POST with an idempotency key. */
export type IdempotentRequest = {
	method: string;
	path: string;
	/** The form, its pairs in alphabetical order. */
	parameters: string;
	/** `null` while the first request is in progress. */
	response: { status: number; body: string; requestId: string } | null;
	createdAt: number;
};

export type StripeRecords = {
	bankAccountTokens: Map<string, BankAccountToken>;
	bankAccounts: Map<string, BankAccount>;
	customers: Map<string, Customer>;
	/** By mode and key. */
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
	/** The mandates of PaymentIntents that wait for micro-deposits, by the intent's id. */
	waitingMandates: Map<string, Mandate>;
	/** The scheduled steps of each charge's settlement, by the charge's id. */
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
	waitingMandates: new Map(),
	settlements: new Map(),
	stripe: { ...defaultStripeSettings, ...settings },
});
