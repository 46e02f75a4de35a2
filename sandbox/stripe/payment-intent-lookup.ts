import type { StripeCall } from './endpoint.ts';
import { requireRecord } from './lookup.ts';
import type { PaymentIntent } from './records.ts';

export const readPermission = 'rak_payment_intent_read';
export const writePermission = 'rak_payment_intent_write';

/** The intent that the path names. */
export const requireIntent = ({ state, livemode, path }: StripeCall): PaymentIntent =>
	requireRecord(state.paymentIntents, path.id, { what: 'payment_intent', param: 'intent', livemode });
