import type { PaymentRow } from '../store/schema.ts';

/**
 * The `Idempotency-Key` of a call to Stripe: of the payment and of the merchant's own key, so that no other deployment
 * at the same Stripe account has it. Once Stripe has answered one for good, the next bears a number.
 */
export const stripeKey = ({ id, keyHash, keysSpent }: PaymentRow, what: string): string =>
	`${id}-${keyHash.slice(0, 16)}-${what}${keysSpent || ''}`;
