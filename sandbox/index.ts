/** Plaid and Stripe, pretended: for the demo, for our tests and for those of merchants. */
export { ConnectionCut } from './calls.ts';
export { DurationError, type SandboxClock } from './clock.ts';
export type { Assets } from './context.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Api, JournalEntry } from './journal.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export type { PlaidSettings, StripeSettings } from './state.ts';
export type { PaymentOutcome } from './stripe/payment-control.ts';
export type { Webhook, WebhookAttempt, WebhookMode } from './webhooks.ts';
