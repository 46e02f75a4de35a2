/** The events that the Worker acts on, for Stripe's webhook endpoint: `worker/webhooks/stripe-effects.ts` reads them. */
export const stripeEvents = [
	'payment_intent.processing',
	'payment_intent.succeeded',
	'payment_intent.payment_failed',
	'payment_intent.canceled',
	'charge.dispute.created',
	'charge.dispute.closed',
	'refund.created',
	'refund.updated',
	'refund.failed',
	'mandate.updated',
	'payment_method.automatically_updated',
] as const;
