/** The public API of the sandbox: Plaid and Stripe, simulated, for the demo and for tests. */
export { DurationError, type SandboxClock } from './clock.ts';
export { ConnectionCut } from './dispatch.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Host } from './host.ts';
export type { PlaidSettings } from './plaid/records.ts';
export type { Api, RequestLogEntry as JournalEntry } from './request-log.ts';
export { type Assets, createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export type { PaymentOutcome } from './stripe/payments/payment-control.ts';
export type { StripeSettings } from './stripe/settings.ts';
export type { Webhook, WebhookAttempt, WebhookMode } from './webhooks.ts';
