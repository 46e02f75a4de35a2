/**
 * What Stripe keeps of payments. Most records are the very objects that it shows, with ids where an object may
 * stand expanded; answers are copies of them.
 */
import type Stripe from 'stripe';
import type { Due } from '../clock.ts';

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

export type StripeRecords = {
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
	settlements: Map<string, Due[]>;
};

export const createStripeRecords = (): StripeRecords => ({
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
});
