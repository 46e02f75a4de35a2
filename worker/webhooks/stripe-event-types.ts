/**
 * The types of Stripe's events that the Worker acts on (`stripe-effects.ts`), in the order in which setup lists them for
 * the webhook endpoint. In a file of its own because setup and doctor read the list without the Worker.
 * @see https://docs.stripe.com/api/events/types
 */
export const stripeEventTypes = [
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
export type StripeEventType = (typeof stripeEventTypes)[number];
