import { findAuthorizationInEffect } from '../authorizations/find-in-effect.ts';
import type { PaymentRequest } from '../contract.ts';
import { dayMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findConnectionByPublicId } from '../store/connections.ts';
import { findReturned } from '../store/payments.ts';
import type { AuthorizationRow, ConnectionRow } from '../store/schema.ts';

/** Stripe's bounds for a charge in US dollars, in cents. @see https://docs.stripe.com/api/payment_intents/create */
const minAmount = 50;
const maxAmount = 99_999_999;

/** What a payment is refused for before anything is stored or sent, in this order. */
export async function validatePayment(
	services: Services,
	request: PaymentRequest,
): Promise<{ connection: ConnectionRow; authorization: AuthorizationRow }> {
	const { config, database } = services;
	const { amount, currency = 'usd' } = request;
	if (!config.stripe) throw new ApiError('stripe_not_configured');
	if (amount < minAmount) throw new ApiError('amount_too_small', { param: 'amount' });
	if (amount > maxAmount) throw new ApiError('amount_too_large', { param: 'amount' });
	if (currency.toLowerCase() !== 'usd') throw new ApiError('currency_not_supported', { param: 'currency' });

	const connection = await findConnectionByPublicId(database, request.connection);
	if (!connection) throw new ApiError('connection_not_found', { param: 'connection' });
	if (connection.status === 'removed') throw new ApiError('connection_removed', { param: 'connection' });

	const authorization = await findAuthorizationInEffect(services, { connection, id: request.authorization });
	if (authorization.kind === 'one_time') await checkSingleUse(services, authorization, amount);
	if (authorization.amount !== null && amount > authorization.amount)
		throw new ApiError('amount_not_authorized', { param: 'amount' });
	return { connection, authorization };
}

/** How long after the first debit the same entry may be made again. */
const retriesMs = 180 * dayMs;

/** After a return for insufficient funds, Nacha's rules allow the same entry again: the same amount, twice. */
async function checkSingleUse(
	{ database, now }: Services,
	{ id, paymentId }: AuthorizationRow,
	amount: number,
): Promise<void> {
	if (paymentId !== null) throw new ApiError('authorization_used');
	const returned = await findReturned(database, id);
	if (!returned) return;
	if (now() - returned.createdAt > retriesMs) throw new ApiError('authorization_used');
	if (returned.amount !== amount)
		throw new ApiError('amount_not_authorized', {
			param: 'amount',
			message: `A debit that was returned for lack of money may be tried again as it was: ${returned.amount} cents.`,
		});
}
