/**
 * `POST /v1/payments`: one ACH debit for one `Idempotency-Key` of the merchant's. However often the request comes, and
 * wherever an earlier one stopped, Stripe makes one debit: the row comes first, and a repeat continues from the row.
 */
import type { PaymentRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization } from '../store/authorizations.ts';
import { findConnection } from '../store/connections.ts';
import { sha256 } from '../store/encoding.ts';
import { newOwner } from '../store/leases.ts';
import { claimPayment, findPaymentByKey, insertPayment } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { checkBalance } from './balance.ts';
import { debit, paymentRefused } from './debit.ts';
import { endPending, findOut, withLease } from './pending.ts';
import { validatePayment } from './validate.ts';

/**
 * @param key the merchant's `Idempotency-Key`
 * @throws ApiError what `validatePayment` and `checkBalance` refuse for; `idempotency_key_reused`;
 * `idempotency_in_progress` while another request works on it; `payment_refused` where Stripe refused it at once; and
 * retryable errors, after which the same request continues
 */
export async function createPayment(
	services: Services,
	{ request, key }: { request: PaymentRequest; key: string },
): Promise<PaymentRow> {
	const { database } = services;
	const [keyHash, requestHash] = await Promise.all([sha256(key), sha256(JSON.stringify(request))]);
	const owner = newOwner();
	let row =
		(await findPaymentByKey(database, keyHash)) ??
		(await insert(services, { request, keyHash, requestHash, owner }));
	if (row.request !== requestHash) throw new ApiError('idempotency_key_reused', { param: 'Idempotency-Key' });

	if (row.status === 'pending') row = await continuePending(services, row, owner);
	if (failedAtOnce(row)) throw paymentRefused(row);
	return row;
}

/** Validates the request, once, and creates its row. A one-time authorization is used up in the same transaction. */
async function insert(
	services: Services,
	{ request, ...claim }: { request: PaymentRequest; keyHash: string; requestHash: string; owner: string },
): Promise<PaymentRow> {
	const { keyHash, requestHash, owner } = claim;
	const { connection, authorization } = await validatePayment(services, request);
	if (request.check_balance) await checkBalance(services, connection, request);
	const { amount, purpose, description = null, statement_descriptor = null, metadata = {} } = request;
	const row = await insertPayment(services.database, {
		...{ keyHash, request: requestHash, owner, authorization, amount, purpose, description },
		statementDescriptor: statement_descriptor,
		metadata,
		livemode: connection.livemode,
		now: services.now(),
	});
	// Another payment was faster, or the authorization was revoked since it was checked.
	if (!row) throw new ApiError('authorization_used');
	return row;
}

/** One request at a time works on a pending payment. */
async function continuePending(services: Services, pending: PaymentRow, owner: string): Promise<PaymentRow> {
	const { database, now } = services;
	const row =
		pending.owner === owner ? pending : await claimPayment(database, pending.id, { owner, now: now() });
	if (row.status !== 'pending') return row;
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');
	return withLease(services, { row, owner }, () => resume(services, row, owner));
}

/** Takes the payment to its debit, from wherever an earlier request stopped. */
async function resume(services: Services, pending: PaymentRow, owner: string): Promise<PaymentRow> {
	const { database } = services;
	const stripe = await services.stripe();
	// An earlier request may have asked for the debit and never learned the outcome.
	const row = pending.askedAt === null ? pending : await findOut(services, { stripe, row: pending, owner });
	if (row.status !== 'pending') return row;

	const [connection, authorization] = await Promise.all([
		findConnection(database, row.connectionId),
		findAuthorization(database, row.authorizationId),
	]);
	if (connection && connection.status !== 'removed' && authorization && authorization.revokedAt === null)
		return debit(services, { stripe, row, owner, connection, authorization });
	const ended = await endPending(services, { stripe, row, owner });
	if (ended.status !== 'canceled') return ended;
	throw new ApiError(authorization?.revokedAt ? 'authorization_revoked' : 'connection_removed');
}

/** Stripe refused it before it was on its way to the bank. */
const failedAtOnce = (row: PaymentRow): boolean =>
	row.status === 'failed' && !row.history.some(({ type }) => type === 'payment.processing');
