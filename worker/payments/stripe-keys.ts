/**
 * The names that tie our rows to Stripe's objects: idempotency keys, and names in Stripe's metadata.
 *
 * They are stored at Stripe, and a repeat after an upgrade must find them. A change of any of them can make a second
 * debit or a second refund.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
import type { PaymentRow } from '../store/schema.ts';

export const metadataNames = {
	/** On a Customer that we created: the connection's id. */
	connection: 'plaid_stripe_connect_connection',
	/** On a PaymentIntent: the payment's id. It is how a debit is found whose answer was lost. */
	payment: 'plaid_stripe_connect_payment',
	/** On a refund: the hash of the merchant's key. One key makes one refund, however late it is sent again. */
	refund: 'plaid_stripe_connect_refund',
} as const;

/** All payments of a connection that start at the same time create one Customer. */
export const customerKey = ({ connectionId, authorizationId, keysSpent }: PaymentRow): string =>
	`${connectionId}-${authorizationId}-customer${suffix(keysSpent)}`;

/** The payment's id and the merchant's key: no other deployment on the same Stripe account has the same. */
export const createKey = ({ id, keyHash, keysSpent }: PaymentRow): string =>
	`${id}-${short(keyHash)}-create${suffix(keysSpent)}`;

export const confirmKey = ({ intentToConfirm, keysSpent }: PaymentRow): string =>
	`${intentToConfirm}-confirm${suffix(keysSpent)}`;

/** Of version 0.1.0, whose one call created and confirmed. */
export const oneCallKey = ({ id, keyHash, keysSpent }: PaymentRow): string =>
	`${id}-${short(keyHash)}-intent${suffix(keysSpent)}`;

/** @param keyHash of the key that the merchant sent with the refund */
export const refundKey = (
	{ id }: PaymentRow,
	{ keyHash, keysSpent }: { keyHash: string; keysSpent: number },
): string => `${id}-${short(keyHash)}-refund${suffix(keysSpent)}`;

const short = (hash: string): string => hash.slice(0, 16);

/** Stripe returns a stored refusal for as long as it stores the key, so the next attempt needs another one. */
const suffix = (keysSpent: number): string => (keysSpent === 0 ? '' : String(keysSpent));
