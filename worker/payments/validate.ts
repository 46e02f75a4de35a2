/** What a payment is refused for before anything is done for it, in the order in which it is told. */
import { shownOf } from '../authorizations/sealed.ts';
import type { PaymentRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { findAuthorization } from '../store/authorizations.ts';
import { findConnectionByPublicId } from '../store/connections.ts';
import { findReturned } from '../store/payments.ts';
import type { AuthorizationRow, ConnectionRow } from '../store/schema.ts';

/** In cents. @see https://docs.stripe.com/api/payment_intents/create */
const least = 50;
const most = 99_999_999;

export async function validatePayment(
	{ config, database, seal }: Services,
	request: PaymentRequest,
): Promise<{ connection: ConnectionRow; authorization: AuthorizationRow }> {
	const { amount, currency = 'usd' } = request;
	if (!config.stripe) throw new ApiError('stripe_not_configured');
	if (amount < least) throw new ApiError('amount_too_small', { param: 'amount' });
	if (amount > most) throw new ApiError('amount_too_large', { param: 'amount' });
	if (currency.toLowerCase() !== 'usd') throw new ApiError('currency_not_supported', { param: 'currency' });

	const connection = await findConnectionByPublicId(database, request.connection);
	if (!connection) throw new ApiError('connection_not_found', { param: 'connection' });
	if (connection.status === 'removed') throw new ApiError('connection_removed', { param: 'connection' });

	const id = request.authorization ?? connection.authorizationId;
	if (id === null) throw new ApiError('authorization_required');
	const authorization = await findAuthorization(database, id);
	if (authorization?.connectionId !== connection.id)
		throw new ApiError('authorization_not_found', { param: 'authorization' });
	if (authorization.revokedAt !== null) throw new ApiError('authorization_revoked');
	if (authorization.acceptedAt === null) throw new ApiError('authorization_required');
	if ((await shownOf(seal, authorization)).account !== connection.accountId)
		throw new ApiError('authorization_required');
	const { kind, paymentId } = authorization;
	if (kind === 'one_time') {
		if (paymentId !== null) throw new ApiError('authorization_used');
		const returned = await findReturned(database, id);
		if (returned !== null && returned !== amount)
			throw new ApiError('amount_not_authorized', {
				param: 'amount',
				message: `A debit that was returned for lack of money may be tried again as it was: ${returned} cents.`,
			});
	}
	if (authorization.amount !== null && amount > authorization.amount)
		throw new ApiError('amount_not_authorized', { param: 'amount' });
	return { connection, authorization };
}
