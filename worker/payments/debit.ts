/**
 * Makes the debit at Stripe: Customer, payment method, PaymentIntent, in this order.
 *
 * Any of these calls may do its work and lose its answer. So everything that Stripe is asked for is stored before it is
 * asked for the PaymentIntent, and a repeat asks for exactly the same under the same idempotency key.
 */
import type { Stripe } from 'stripe';
import { revokeAuthorization } from '../authorizations/revoke.ts';
import { openAcceptance, openSignedText } from '../authorizations/sealed.ts';
import { errorCatalog } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization } from '../store/authorizations.ts';
import { forgetPaymentMethod, storeCustomer, storeDebitParams } from '../store/payments.ts';
import type { AuthorizationRow, ConnectionRow, PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { fromStripe, isRefusal, StripeFailure } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';
import { attachPaymentMethod } from './payment-method.ts';
import { endUnsent } from './pending.ts';
import { customerKey, metadataNames, paymentIntentKey } from './stripe-keys.ts';
import { expand, notSent } from './stripe-state.ts';
import { applyIntent, applyState } from './sync.ts';

export type Debit = {
	stripe: StripeClient;
	/** Pending, and leased to `owner`. */
	row: PaymentRow;
	owner: string;
	connection: ConnectionRow;
	authorization: AuthorizationRow;
};

/**
 * Returns the row as Stripe answered, `failed` included.
 * @throws ApiError `payment_refused` where Stripe refused to make the debit; any error that leaves the outcome unknown:
 * then the payment stays pending and the same request continues
 */
export async function debit(services: Services, work: Debit): Promise<PaymentRow> {
	const { stripe, owner, connection, authorization } = work;
	const row = work.row.askedAt === null ? await prepareOrEnd(services, work) : work.row;
	// The lease has ended, and another request has it.
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');
	const params = await paymentIntentParams(services, row, authorization);
	let intent: Stripe.PaymentIntent;
	try {
		// DANGER: from here on the shopper may be debited, even if this call throws or its answer is lost.
		intent = await fromStripe(
			stripe.paymentIntents.create(params, { idempotencyKey: paymentIntentKey(row) }),
		);
	} catch (error) {
		if (!(error instanceof StripeFailure)) throw error;
		const isCached = connection.paymentMethod === row.paymentMethod;
		if (isCached && isPaymentMethodMissing(error)) {
			// Somebody has detached it at Stripe. Nothing was made, so it is attached again under the next key.
			const forgotten = await forgetPaymentMethod(services.database, row, owner);
			return debit(services, {
				...work,
				row: forgotten,
				connection: { ...connection, paymentMethod: null },
			});
		}
		// Without a PaymentIntent in the error, only a plain refusal proves that none was made.
		if (!error.error.payment_intent && !isRefusal(error)) throw error;
		throw await failAtOnce(services, { row, authorization, error });
	}
	return applyIntent(services, { stripe, row, intent });
}

function isPaymentMethodMissing({ error: { code, param } }: StripeFailure): boolean {
	return code === 'resource_missing' && param === 'payment_method';
}

/** Stripe has refused the debit: the payment fails, and nothing of it goes to the bank. */
async function failAtOnce(
	services: Services,
	{ row, authorization, error }: { row: PaymentRow; authorization: AuthorizationRow; error: StripeFailure },
): Promise<ApiError> {
	const { code = 'unknown', message, payment_intent: intent } = error.error;
	// Stripe's event about the mandate was lost or is late.
	if (code === 'payment_intent_mandate_invalid') await revokeAuthorization(services, authorization);
	const state = notSent('failed', {
		failure: failureOf(code, message),
		paymentIntent: intent?.id ?? null,
	});
	return paymentRefused(await applyState(services, row, state), error.details.stripe);
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
		if (error instanceof ApiError && errorCatalog[error.code].storable) {
			await endUnsent(services, work.row, { reason: error });
		}
		throw error;
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

	let customer = connection.stripeCustomer;
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
	const paymentMethod =
		attached ?? (await attachPaymentMethod(services, { stripe, connection, accountId, customer, name }));
	// A one-time mandate serves one debit, so a retry presents the acceptance again instead of naming the mandate.
	const mandate = attached !== null && authorization.kind === 'recurring' ? authorization.mandate : null;

	const params = { customer, paymentMethod, paymentMethodOf, mandate };
	const stored = await storeDebitParams(database, row, { params, owner, now: now() });
	if (stored.askedAt === null && stored.owner === owner) {
		// Still ours, and yet not stored: the authorization was revoked, or the connection removed, in between.
		const { revokedAt } = (await findAuthorization(database, authorization.id)) ?? authorization;
		throw new ApiError(revokedAt === null ? 'connection_removed' : 'authorization_revoked');
	}
	return stored;
}

/**
 * One call creates and confirms. The first debit under an authorization creates the mandate, from the time, address and
 * browser of the acceptance; later debits under a recurring one name that mandate.
 * @see https://docs.stripe.com/api/payment_intents/create
 */
async function paymentIntentParams(
	{ seal }: Services,
	row: PaymentRow,
	authorization: AuthorizationRow,
): Promise<Stripe.PaymentIntentCreateParams> {
	const { customer, paymentMethod, mandate, description, statementDescriptor } = row;
	const { acceptedAt, kind } = authorization;
	const online = await openAcceptance(seal, authorization);
	if (!customer || !paymentMethod || !online || acceptedAt === null)
		throw new Error(`Payment ${row.id} has not been prepared.`);
	const acceptance = { type: 'online' as const, accepted_at: Math.floor(acceptedAt / 1000), online };
	return {
		amount: row.amount,
		currency: 'usd',
		customer,
		payment_method: paymentMethod,
		allowed_payment_method_types: ['us_bank_account'],
		payment_method_options: { us_bank_account: { transaction_purpose: row.purpose } },
		confirm: true,
		...(kind === 'recurring' && mandate === null && { setup_future_usage: 'off_session' }),
		...(mandate ? { mandate, off_session: true } : { mandate_data: { customer_acceptance: acceptance } }),
		...(description && { description }),
		...(statementDescriptor && { statement_descriptor: statementDescriptor }),
		metadata: { ...row.metadata, [metadataNames.payment]: row.id },
		expand,
	};
}
