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
import { forgetPaymentMethod, storeCustomer, storeDebitParams } from '../store/payments.ts';
import type { AuthorizationRow, ConnectionRow, PaymentRow } from '../store/schema.ts';
import { fromStripe, isRefusal, type StripeFailure } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';
import { cancelIntent, confirmIntent, createAndConfirm, createIntent, type PendingWork } from './intent.ts';
import { attachPaymentMethod } from './payment-method.ts';
import { endPending, keepLease } from './pending.ts';
import { customerKey, metadataNames } from './stripe-keys.ts';
import { expand, isUnconfirmed, notSent, type StripeState, toStripeState } from './stripe-state.ts';
import { applyIntent, applyState } from './sync.ts';

type Debit = PendingWork & { connection: ConnectionRow; authorization: AuthorizationRow };

/**
 * Returns the row as Stripe answered, `failed` included.
 * @throws ApiError `payment_refused` where Stripe refused to make the debit; any error that leaves the outcome unknown:
 * then the payment stays pending and the same request continues
 */
export async function debit(services: Services, work: Debit): Promise<PaymentRow> {
	const row = work.row.askedAt === null ? await prepareOrEnd(services, work) : work.row;
	return row.status === 'pending' ? ask(services, { ...work, row }, { mayAttachAgain: true }) : row;
}

/** Asks Stripe for the debit of a payment that has been prepared. */
async function ask(
	services: Services,
	work: Debit,
	{ mayAttachAgain }: { mayAttachAgain: boolean },
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
		if (mayAttachAgain && isPaymentMethodMissing(error)) return attachAgain(services, { ...work, row });
		return settleRefusal(services, { ...work, row }, error);
	}
}

function isPaymentMethodMissing({ error: { code, param } }: StripeFailure): boolean {
	return code === 'resource_missing' && param === 'payment_method';
}

/** Somebody has detached the payment method at Stripe. The account is attached again, and the next key is used. */
async function attachAgain(services: Services, work: Debit): Promise<PaymentRow> {
	await forgetPaymentMethod(services.database, work.row.connectionId, work.row.paymentMethod);
	const connection = { ...work.connection, paymentMethod: null };
	const row = await prepareOrEnd(services, { ...work, connection });
	return row.status === 'pending' ? ask(services, { ...work, row }, { mayAttachAgain: false }) : row;
}

/**
 * Stripe has refused the call. If nobody else has confirmed or canceled the PaymentIntent, the payment fails. One that
 * could still be confirmed is canceled first.
 */
async function settleRefusal(
	services: Services,
	{ stripe, row, authorization }: Debit,
	{ error, details }: StripeFailure,
): Promise<PaymentRow> {
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
	if (code === 'payment_intent_mandate_invalid') await revokeAuthorization(services, authorization);
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
	{ stripe, row, owner, connection, authorization }: Debit,
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
	const attached = connection.paymentMethodOf === paymentMethodOf ? connection.paymentMethod : null;
	if (attached === null) await keepLease(services, { row, owner });
	const paymentMethod =
		attached ?? (await attachPaymentMethod(services, { stripe, connection, accountId, customer, name }));
	// A one-time mandate serves one debit, so a retry presents the acceptance again instead of naming the mandate.
	const mandate = attached !== null && authorization.kind === 'recurring' ? authorization.mandate : null;

	const params = { customer, paymentMethod, paymentMethodOf, mandate };
	const stored = await storeDebitParams(database, row, { params, owner, now: now() });
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
