/**
 * Makes the debit at Stripe: Customer, payment method, PaymentIntent, confirmation, in this order.
 *
 * Any of these calls may do its work and lose its answer. So everything that Stripe is asked for is stored before it is
 * asked for the PaymentIntent, and a repeat asks for exactly the same under the same idempotency key.
 */
import { revokeAuthorization } from '../authorizations/revoke.ts';
import { openSignedText } from '../authorizations/sealed.ts';
import { errorCatalog } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization } from '../store/authorizations.ts';
import { findConnection } from '../store/connections.ts';
import {
	type AttachedMethod,
	findMandate,
	forgetPaymentMethod,
	storeCustomer,
	storeDebitParams,
} from '../store/payments.ts';
import type { AuthorizationRow, ConnectionRow, PaymentRow } from '../store/schema.ts';
import { fromStripe, isRefusal, type StripeFailure } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';
import { cancelIntent, confirmIntent, createAndConfirm, createIntent, type PendingWork } from './intent.ts';
import { attachPaymentMethod } from './payment-method.ts';
import { endPending, keepLease } from './pending.ts';
import { customerKey, metadataNames } from './stripe-keys.ts';
import { expand, isUnconfirmed, notSent, type StripeState, toStripeState } from './stripe-state.ts';
import { applyIntent, applyState } from './sync.ts';

type Debit = PendingWork & {
	connection: ConnectionRow;
	authorization: AuthorizationRow;
	/** Stripe has refused the mandate that was named, so the acceptance is presented again. */
	isMandateRefused?: boolean;
};

/**
 * Returns the row as Stripe answered, `failed` included.
 * @throws ApiError `payment_refused` where Stripe refused to make the debit; any error that leaves the outcome unknown:
 * then the payment stays pending and the same request continues
 */
export async function debit(services: Services, work: Debit): Promise<PaymentRow> {
	const row = work.row.askedAt === null ? await prepareOrEnd(services, work) : work.row;
	return row.status === 'pending' ? ask(services, { ...work, row }, { isFirstTry: true }) : row;
}

/** Asks Stripe for the debit of a payment that has been prepared. */
async function ask(
	services: Services,
	work: Debit,
	{ isFirstTry }: { isFirstTry: boolean },
): Promise<PaymentRow> {
	const { stripe, authorization } = work;
	let { row } = work;
	try {
		if (row.confirmsSeparately && row.intentToConfirm === null) row = await createIntent(services, work);
		const makeDebit = row.intentToConfirm === null ? createAndConfirm : confirmIntent;
		const intent = await makeDebit(services, { stripe, row, authorization });
		return await applyIntent(services, { stripe, row, intent });
	} catch (error) {
		// Only a plain refusal proves that this call debits nothing.
		if (!isRefusal(error)) throw error;
		const again = isFirstTry ? await prepareAgain(services, { ...work, row }, error) : null;
		if (again !== null)
			return again.status === 'pending'
				? ask(services, { ...work, row: again }, { isFirstTry: false })
				: again;
		return settleRefusal(services, { ...work, row }, error);
	}
}

/** It was deleted, or it was detached: that refusal has no code. */
function isPaymentMethodMissing({ error: { code, param } }: StripeFailure): boolean {
	return param === 'payment_method' && (code === 'resource_missing' || code === undefined);
}

/**
 * What Stripe refuses may be replaced, once, and asked for under the next key. A payment method that somebody has
 * detached at Stripe is attached again. A mandate that is not of this payment method gives way to the acceptance. Returns
 * the row, or null where nothing can be replaced.
 */
async function prepareAgain(
	services: Services,
	work: Debit,
	refusal: StripeFailure,
): Promise<PaymentRow | null> {
	const { row, connection } = work;
	if (isPaymentMethodMissing(refusal)) {
		await forgetPaymentMethod(services.database, row.connectionId, row.paymentMethod);
		return prepareOrEnd(services, { ...work, connection: { ...connection, paymentMethod: null } });
	}
	if (isMandateInvalid(refusal) && row.mandate !== null && !(await isRevokedAtStripe(work)))
		return prepareOrEnd(services, { ...work, isMandateRefused: true });
	return null;
}

const isMandateInvalid = ({ error }: StripeFailure): boolean =>
	error.code === 'payment_intent_mandate_invalid';

/** Whether the mandate that was named is this payment method's, and has been revoked at Stripe. */
async function isRevokedAtStripe({ stripe, row }: Debit): Promise<boolean> {
	try {
		const { status, payment_method: method } = await fromStripe(stripe.mandates.retrieve(row.mandate ?? ''));
		return status === 'inactive' && (typeof method === 'string' ? method : method.id) === row.paymentMethod;
	} catch (error) {
		if (isRefusal(error)) return false;
		throw error;
	}
}

/**
 * Stripe has refused the call. If nobody else has confirmed or canceled the PaymentIntent, the payment fails. One that
 * could still be confirmed is canceled first.
 */
async function settleRefusal(services: Services, work: Debit, refusal: StripeFailure): Promise<PaymentRow> {
	const { stripe, row, authorization } = work;
	const { error, details } = refusal;
	const { code = 'unknown', message, payment_intent: made } = error;
	const id = row.intentToConfirm ?? made?.id ?? null;
	const failure = failureOf(code, message);
	let state: StripeState = notSent('failed', { failure, paymentIntent: id });
	if (id !== null) {
		const found = await fromStripe(stripe.paymentIntents.retrieve(id, { expand }));
		const intent = isUnconfirmed(found) ? await cancelIntent(stripe, id) : found;
		const reported = await toStripeState(stripe, intent);
		if (!isUnconfirmed(found) || reported.status !== 'canceled') state = reported;
		if (state.status === 'failed') state = { ...state, failure };
	}
	// Stripe's event about the mandate was lost or is late.
	if (isMandateInvalid(refusal) && row.mandate !== null && (await isRevokedAtStripe(work)))
		await revokeAuthorization(services, authorization);
	const settled = await applyState(services, row, state);
	if (settled.status !== 'failed') return settled;
	throw paymentRefused(settled, details.stripe);
}

/** The error for a payment that failed before anything went to the bank: at once, and whenever it is sent again. */
export function paymentRefused(
	{ id, failure }: PaymentRow,
	stripe?: ApiError['details']['stripe'],
): ApiError {
	const { message, display_message } = failure ?? failureOf('unknown');
	return new ApiError('payment_refused', {
		payment: id,
		message,
		displayMessage: display_message,
		...(stripe && { stripe }),
	});
}

/**
 * An error that the merchant's key would return for a day (the bank wants the shopper to sign in again) ends the
 * payment: the merchant repairs the cause and pays under another key. Every other error leaves it pending.
 */
async function prepareOrEnd(services: Services, work: Debit): Promise<PaymentRow> {
	try {
		return await prepare(services, work);
	} catch (error) {
		if (!(error instanceof ApiError) || !errorCatalog[error.code].storable) throw error;
		const ended = await endPending(services, work, error);
		if (ended.status === 'canceled') throw error;
		return ended;
	}
}

/**
 * Finds or makes the Customer and the payment method, and stores what Stripe is about to be asked for. All of it can be
 * repeated: nothing here moves money.
 */
async function prepare(
	services: Services,
	{ stripe, row, owner, connection, authorization, isMandateRefused = false }: Debit,
): Promise<PaymentRow> {
	const { database, now } = services;
	const { accountId } = connection;
	if (accountId === null) throw new ApiError('account_required');
	const { name, email, account } = await openSignedText(services.seal, authorization);
	// The shopper has chosen another account since the payment was created.
	if (account !== accountId) throw new ApiError('authorization_required');

	let customer = row.customer ?? connection.stripeCustomer;
	if (customer === null) {
		const customerParams = {
			name,
			metadata: { [metadataNames.connection]: connection.id },
			...(email && { email }),
		};
		const created = await fromStripe(
			stripe.customers.create(customerParams, { idempotencyKey: customerKey(row) }),
		);
		customer = await storeCustomer(database, connection.id, { customer: created.id, now: now() });
	}

	// What is stored was attached for one Customer and one account, and serves no other.
	const paymentMethodOf = `${customer} ${accountId}`;
	let paymentMethod = connection.paymentMethodOf === paymentMethodOf ? connection.paymentMethod : null;
	let attached: AttachedMethod | null = null;
	if (paymentMethod === null) {
		await keepLease(services, { row, owner });
		const since = now();
		paymentMethod = await attachPaymentMethod(services, { stripe, connection, accountId, customer, name });
		attached = { paymentMethod, paymentMethodOf, accountId, since };
	}
	// A one-time mandate serves one debit, so a retry presents the acceptance again instead of naming the mandate.
	const mandate =
		authorization.kind === 'recurring' && !isMandateRefused
			? await findMandate(database, { authorizationId: authorization.id, paymentMethod })
			: null;

	const params = { customer, paymentMethod, mandate };
	const stored = await storeDebitParams(database, row, { params, attached, owner, now: now() });
	const isStored = row.askedAt === null ? stored.askedAt !== null : stored.keysSpent > row.keysSpent;
	if (stored.owner === owner && isStored) return stored;
	const [authorizationNow, connectionNow] = await Promise.all([
		findAuthorization(database, authorization.id),
		findConnection(database, connection.id),
	]);
	if (authorizationNow?.revokedAt) throw new ApiError('authorization_revoked');
	if (connectionNow?.status === 'removed') throw new ApiError('connection_removed');
	// The lease has ended, and another request may have it.
	throw new ApiError('idempotency_in_progress');
}
