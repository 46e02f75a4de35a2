/**
 * The calls that make the debit: what Stripe is asked with is stored before it is asked, and is the same for whoever
 * asks again.
 */
import type { Stripe } from 'stripe';
import { acceptanceOf, shownOf } from '../authorizations/sealed.ts';
import { errorCatalog } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization, revoke } from '../store/authorizations.ts';
import { forgetPaymentMethod, storeAsked, storeCustomer } from '../store/payments.ts';
import type { AuthorizationRow, ConnectionRow, PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { answerOf, StripeFailure } from '../stripe/failure.ts';
import { failureOf } from './decline-codes.ts';
import { endUnsent } from './end-unsent.ts';
import { attachPaymentMethod } from './payment-method.ts';
import { stripeKey } from './stripe-key.ts';
import { expand } from './stripe-state.ts';
import { applyIntent, applyState, ourName } from './sync.ts';

type Work = {
	stripe: StripeClient;
	row: PaymentRow;
	owner: string;
	connection: ConnectionRow;
	authorization: AuthorizationRow;
};

/** @throws ApiError `payment_refused` once it has failed */
export async function debit(services: Services, work: Work): Promise<PaymentRow> {
	const { stripe, owner, connection, authorization } = work;
	const row = work.row.askedAt === null ? await prepared(services, work) : work.row;
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');
	const request = await requestOf(services, row, authorization);
	try {
		const idempotencyKey = stripeKey(row, 'intent');
		const intent = await answerOf(stripe.paymentIntents.create(request, { idempotencyKey }));
		const applied = await applyIntent(services, { stripe, row, intent });
		return applied.status === 'failed' ? refused(applied) : applied;
	} catch (error) {
		if (!(error instanceof StripeFailure)) throw error;
		const { code, param, payment_intent: intent, message } = error.error;
		const cached = connection.paymentMethod === row.paymentMethod;
		if (cached && code === 'resource_missing' && param === 'payment_method') {
			// Somebody has detached it at Stripe: nothing was made, and it is attached anew.
			const forgotten = await forgetPaymentMethod(services.database, row, owner);
			return debit(services, { ...work, row: forgotten, connection: { ...connection, paymentMethod: null } });
		}
		if (!intent && error.code !== 'stripe_request_refused') throw error;
		if (code === 'payment_intent_mandate_invalid') {
			// Its event has not come, or not yet.
			services.announce((await revoke(services.database, authorization, services.now())).waiting);
		}
		const failed = await applyState(services, row, {
			status: 'failed',
			failure: failureOf(code ?? 'unknown', message),
			sent: false,
			paymentIntent: intent?.id ?? null,
			mandate: null,
			dispute: null,
			refunds: [],
		});
		return refused(failed, error.details.stripe);
	}
}

/** The answer to a debit that has failed at once, also when it is asked for again. */
export function refused({ id, failure }: PaymentRow, stripe?: ApiError['details']['stripe']): never {
	const { message, display_message } = failure ?? failureOf('unknown');
	throw new ApiError('payment_refused', {
		payment: id,
		message,
		displayMessage: display_message,
		...(stripe && { stripe }),
	});
}

/** What the same key will be answered by from now on (a login that is lost) ends the payment: another key begins anew. */
async function prepared(services: Services, work: Work): Promise<PaymentRow> {
	try {
		return await prepare(services, work);
	} catch (error) {
		const known = error instanceof ApiError ? errorCatalog[error.code] : null;
		if (known && known.status < 500 && !known.retryable)
			await endUnsent(services, work.row, error as ApiError);
		throw error;
	}
}

/** The Customer and the payment method, found or made, and stored. */
async function prepare(services: Services, work: Work): Promise<PaymentRow> {
	const { stripe, row, owner, connection, authorization } = work;
	const { database, now } = services;
	const { accountId } = connection;
	if (accountId === null) throw new ApiError('account_required');
	const { name, email, account } = await shownOf(services.seal, authorization);
	// Another account has been chosen since the payment was asked for.
	if (account !== accountId) throw new ApiError('authorization_required');

	let customer = connection.stripeCustomer;
	if (customer === null) {
		const metadata = { plaid_stripe_connect_connection: connection.id };
		const made = await answerOf(
			stripe.customers.create(
				{ name, metadata, ...(email && { email }) },
				// One for all payments of the connection that come at once.
				{ idempotencyKey: `${connection.id}-${authorization.id}-customer${row.keysSpent || ''}` },
			),
		);
		customer = await storeCustomer(database, connection.id, { customer: made.id, now: now() });
	}
	const paymentMethodOf = `${customer} ${accountId}`;
	const known = connection.paymentMethodOf === paymentMethodOf ? connection.paymentMethod : null;
	const paymentMethod =
		known ?? (await attachPaymentMethod(services, { stripe, connection, accountId, customer, name }));
	// That of one debit may be good for one: made again, it brings the acceptance again.
	const again = known !== null && authorization.kind === 'recurring';
	const mandate = again ? authorization.mandate : null;
	const asked = { customer, paymentMethod, paymentMethodOf, mandate };
	const stored = await storeAsked(database, row, { asked, owner, now: now() });
	if (stored.askedAt === null && stored.owner === owner) {
		// It was revoked, or the bank removed, while all this was asked for.
		const { revokedAt } = (await findAuthorization(database, authorization.id)) ?? authorization;
		throw new ApiError(revokedAt === null ? 'connection_removed' : 'authorization_revoked');
	}
	return stored;
}

/**
 * One call creates and confirms. The first debit under an authorization makes the mandate, with the time, address and
 * browser of its acceptance; later ones name it.
 * @see https://docs.stripe.com/api/payment_intents/create
 */
async function requestOf(
	{ seal }: Services,
	row: PaymentRow,
	authorization: AuthorizationRow,
): Promise<Stripe.PaymentIntentCreateParams> {
	const { customer, paymentMethod, mandate, description, statementDescriptor } = row;
	const online = await acceptanceOf(seal, authorization);
	if (!customer || !paymentMethod || !online || authorization.acceptedAt === null)
		throw new Error('A payment is asked for before it was prepared.');
	const recurs = authorization.kind === 'recurring' && mandate === null;
	return {
		amount: row.amount,
		currency: 'usd',
		customer,
		payment_method: paymentMethod,
		allowed_payment_method_types: ['us_bank_account'],
		payment_method_options: { us_bank_account: { transaction_purpose: row.purpose } },
		confirm: true,
		...(recurs && { setup_future_usage: 'off_session' }),
		...(mandate
			? { mandate, off_session: true }
			: {
					mandate_data: {
						customer_acceptance: {
							type: 'online',
							accepted_at: Math.floor(authorization.acceptedAt / 1000),
							online,
						},
					},
				}),
		...(description && { description }),
		...(statementDescriptor && { statement_descriptor: statementDescriptor }),
		metadata: { ...row.metadata, [ourName]: row.id },
		expand,
	};
}
