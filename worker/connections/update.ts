import type { ConnectionUpdateRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { updateConnection as storeUpdate } from '../store/connections.ts';
import type { ConnectionRow } from '../store/schema.ts';

const maxNames = 50;

/**
 * Claims a connection for a user, sets its Stripe Customer, and merges the merchant's own data.
 * @throws ApiError `parameter_invalid` for too many names, `connection_claimed` if it belongs to another user
 */
export async function updateConnection(
	services: Services,
	connection: ConnectionRow,
	request: ConnectionUpdateRequest,
): Promise<ConnectionRow> {
	const names = Object.keys({ ...connection.metadata, ...request.metadata });
	if (names.length > maxNames) {
		throw new ApiError('parameter_invalid', {
			param: 'metadata',
			message: `\`metadata\` may have at most ${maxNames} names, including those that are stored already.`,
		});
	}
	const clientUserId = request.client_user_id;
	const { row, waiting } = await storeUpdate(services.database, connection.id, {
		clientUserId,
		stripeCustomer: request.stripe_customer,
		metadata: request.metadata,
		now: services.now(),
	});
	if (clientUserId !== undefined && row.clientUserId !== clientUserId)
		throw new ApiError('connection_claimed');
	services.announce(waiting);
	return row;
}
