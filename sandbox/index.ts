/** Plaid and Stripe, pretended: for the demo, for our tests and for those of merchants. */

export { DurationError, type SandboxClock } from './clock.ts';
export { ConnectionCut } from './dispatch.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { PlaidSettings } from './plaid/records.ts';
export type { Api, RequestLogEntry as JournalEntry } from './request-log.ts';
export { type Assets, createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export type { PaymentOutcome } from './stripe/payment-control.ts';
export type { StripeSettings } from './stripe/records.ts';
export type { Webhook, WebhookAttempt, WebhookMode } from './webhooks.ts';
