/**
 * The way of a payment: its row, the Customer, the payment method, the PaymentIntent. However often the same request
 * comes, and wherever it stopped before, Stripe makes one debit.
 */
import type { PaymentRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization } from '../store/authorizations.ts';
import { findConnection } from '../store/connections.ts';
import { sha256 } from '../store/hash.ts';
import { claimPayment, findPaymentByKey, insertPayment, releasePayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { answerOf, StripeFailure } from '../stripe/failure.ts';
import { checkBalance } from './balance.ts';
import { debit } from './debit.ts';
import { endUnsent } from './end-unsent.ts';
import { applyIntent, findIntent, isUnconfirmed } from './sync.ts';
import { validatePayment } from './validate.ts';

/** @param key the merchant's `Idempotency-Key` */
export async function createPayment(
	services: Services,
	request: PaymentRequest,
	key: string,
): Promise<PaymentRow> {
	const { database, now } = services;
	const [keyHash, fingerprint] = await Promise.all([sha256(key), sha256(JSON.stringify(request))]);
	const owner = crypto.randomUUID();
	let row = await findPaymentByKey(database, keyHash);
	if (!row) {
		const { connection, authorization } = await validatePayment(services, request);
		if (request.check_balance) await checkBalance(services, connection, request);
		const { amount, purpose, description = null, statement_descriptor = null, metadata = {} } = request;
		row = await insertPayment(database, {
			...{ keyHash, request: fingerprint, owner, authorization, amount, purpose, description },
			statementDescriptor: statement_descriptor,
			metadata,
			livemode: connection.livemode,
			now: now(),
		});
		if (!row) throw new ApiError('authorization_used');
	}
	if (row.request !== fingerprint) throw new ApiError('idempotency_key_reused', { param: 'Idempotency-Key' });
	if (row.status === 'pending' && row.owner !== owner)
		row = await claimPayment(database, row.id, { owner, now: now() });
	if (row.status !== 'pending') return row;
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');
	return withLease(services, row, owner, () => resume(services, row, owner));
}

/** Does work for a pending payment; a failure frees it at once, and says whether its key at Stripe is spent. */
export async function withLease<T>(
	services: Services,
	{ id }: PaymentRow,
	owner: string,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const spent = error instanceof StripeFailure && error.spent;
		// Best effort: what is not released frees itself when its lease ends.
		await releasePayment(services.database, id, { owner, spent }).catch(() => undefined);
		throw error;
	}
}

async function resume(services: Services, row: PaymentRow, owner: string): Promise<PaymentRow> {
	const { database } = services;
	const stripe = await services.stripe();
	// Asked before, and nobody knows what became of it.
	const intent = await findIntent(stripe, row);
	if (intent && !isUnconfirmed(intent)) return applyIntent(services, { stripe, row, intent });

	const [connection, authorization] = await Promise.all([
		findConnection(database, row.connectionId),
		findAuthorization(database, row.authorizationId),
	]);
	if (!connection || connection.status === 'removed' || !authorization || authorization.revokedAt !== null) {
		// So that nobody confirms at Stripe what is not allowed any more.
		if (intent) await answerOf(stripe.paymentIntents.cancel(intent.id));
		await endUnsent(services, row, null, intent);
		throw new ApiError(authorization?.revokedAt ? 'authorization_revoked' : 'connection_removed');
	}
	return debit(services, { stripe, row, owner, connection, authorization });
}
