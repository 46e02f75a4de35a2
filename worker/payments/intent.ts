/**
 * The PaymentIntent of a payment. It is created unconfirmed, its id is stored, and only then it is confirmed. Creating
 * one moves no money, so a create call whose answer is lost does no harm, however late Stripe does its work. And a
 * PaymentIntent that was canceled at Stripe is never debited, however late a confirm call arrives.
 * @see https://docs.stripe.com/payments/paymentintents/lifecycle
 */
import type { Stripe } from 'stripe';
import { openAcceptance } from '../authorizations/sealed.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { storeIntent } from '../store/payments.ts';
import type { AuthorizationRow, PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { fromStripe, isRefusal } from '../stripe/failure.ts';
import { confirmKey, createKey, metadataNames, oneCallKey } from './stripe-keys.ts';
import { expand } from './stripe-state.ts';

/** A pending payment, and the right to work on it. */
export type PendingWork = {
	stripe: StripeClient;
	/** Pending, and leased to `owner`. */
	row: PaymentRow;
	owner: string;
};

/**
 * Creates the PaymentIntent and stores it as the one to confirm. Repeated, it returns the same one: under the same
 * idempotency key Stripe does, and the first that is stored stays.
 * @throws ApiError `idempotency_in_progress` where another owner has taken over
 */
export async function createIntent(
	services: Services,
	{ stripe, row, owner }: PendingWork,
): Promise<PaymentRow> {
	const options = { idempotencyKey: createKey(row) };
	const { id } = await fromStripe(stripe.paymentIntents.create(createParams(row), options));
	return keepIntent(services, { row, owner, intent: id });
}

/** Stores a PaymentIntent as the one to confirm. Returns the row. */
export async function keepIntent(
	{ database, now }: Services,
	{ row, owner, intent }: { row: PaymentRow; owner: string; intent: string },
): Promise<PaymentRow> {
	const stored = await storeIntent(database, row.id, { intent, owner, now: now() });
	if (stored.owner !== owner || stored.intentToConfirm === null)
		throw new ApiError('idempotency_in_progress');
	return stored;
}

/**
 * DANGER: from this call on the shopper may be debited, even if it throws or its answer is lost.
 * @see https://docs.stripe.com/api/payment_intents/confirm
 */
export async function confirmIntent(
	services: Services,
	{ stripe, row, authorization }: { stripe: StripeClient; row: PaymentRow; authorization: AuthorizationRow },
): Promise<Stripe.PaymentIntent> {
	const params = await confirmParams(services, row, authorization);
	const options = { idempotencyKey: confirmKey(row) };
	return fromStripe(stripe.paymentIntents.confirm(row.intentToConfirm ?? '', params, options));
}

/**
 * Repeats the call of version 0.1.0, which created and confirmed in one. Its idempotency key keeps the repeat from making
 * a second debit, as long as the parameters are the same, too.
 */
export async function createAndConfirm(
	services: Services,
	{ stripe, row, authorization }: { stripe: StripeClient; row: PaymentRow; authorization: AuthorizationRow },
): Promise<Stripe.PaymentIntent> {
	const params = {
		...createParams(row),
		...(await confirmParams(services, row, authorization)),
		confirm: true,
	};
	return fromStripe(stripe.paymentIntents.create(params, { idempotencyKey: oneCallKey(row) }));
}

/** Returns the PaymentIntent as it is then. If it was too late, its status is not `canceled`. */
export async function cancelIntent(stripe: StripeClient, id: string): Promise<Stripe.PaymentIntent> {
	try {
		return await fromStripe(stripe.paymentIntents.cancel(id, { expand }));
	} catch (error) {
		if (!isRefusal(error)) throw error;
		return fromStripe(stripe.paymentIntents.retrieve(id, { expand }));
	}
}

/** @see https://docs.stripe.com/api/payment_intents/create */
const createParams = (row: PaymentRow): Stripe.PaymentIntentCreateParams => ({
	amount: row.amount,
	currency: 'usd',
	customer: requirePrepared(row, row.customer),
	allowed_payment_method_types: ['us_bank_account'],
	payment_method_options: { us_bank_account: { transaction_purpose: row.purpose } },
	...(row.description && { description: row.description }),
	...(row.statementDescriptor && { statement_descriptor: row.statementDescriptor }),
	metadata: { ...row.metadata, [metadataNames.payment]: row.id },
});

type ConfirmParams = Pick<
	Stripe.PaymentIntentCreateParams,
	'payment_method' | 'setup_future_usage' | 'mandate' | 'off_session' | 'mandate_data' | 'expand'
>;

/**
 * The first debit under an authorization creates the mandate, from the time, address and browser of the acceptance; later
 * debits under a recurring one name that mandate.
 */
async function confirmParams(
	{ seal }: Services,
	row: PaymentRow,
	authorization: AuthorizationRow,
): Promise<ConfirmParams> {
	const { mandate } = row;
	const { acceptedAt, kind } = authorization;
	const online = requirePrepared(row, await openAcceptance(seal, authorization));
	const accepted_at = Math.floor(requirePrepared(row, acceptedAt) / 1000);
	const acceptance = { type: 'online' as const, accepted_at, online };
	return {
		payment_method: requirePrepared(row, row.paymentMethod),
		...(kind === 'recurring' && mandate === null && { setup_future_usage: 'off_session' }),
		...(mandate ? { mandate, off_session: true } : { mandate_data: { customer_acceptance: acceptance } }),
		expand,
	};
}

function requirePrepared<Value>({ id }: PaymentRow, value: Value | null): Value {
	if (value === null) throw new Error(`Payment ${id} has not been prepared.`);
	return value;
}
