/** A bank that a shopper has connected. */
import * as v from 'valibot';
import { type Answer, described, nullable, reference } from '../describe.ts';
import { bankAccountTokenStates, connectionStatuses } from '../values.ts';
import { account, institution } from './accounts.ts';
import { id, livemode, nextCursor, objectName, textsByName, time, timeOrNull } from './fields.ts';

export const connectionStatus = described(
	v.picklist(connectionStatuses),
	'`active`: it works. `login_required`: the shopper has to sign in to the bank again; show the element with `session` and `connection`. `pending_disconnect`: the bank will end the access; do the same before then. `revoked`: the shopper has withdrawn the permission; the bank has to be connected again. `removed`: your server has deleted it.',
);

export const bankAccountTokenState = described(
	v.picklist(bankAccountTokenStates),
	'`fresh`: what Stripe has of the account is good. `renew`: the account numbers changed; ask for a new token with `POST /v1/connections/{id}/bank_account_tokens`.',
);

export const connectionUser = nullable(
	v.string(),
	'Your id of the user. Null until somebody claims the connection.',
	'user_17',
);

export const connectionCustomer = nullable(
	v.string(),
	'The Stripe Customer of the user. Null until one is set, or made for the first payment.',
	'cus_ABC123',
);

export const disconnectAt = timeOrNull(
	'When the bank will end the access. Null if it will not, or has not said when.',
);

export const connection = described(
	v.strictObject({
		id: id('conn', 'The connection’s id.'),
		object: objectName('connection'),
		client_user_id: connectionUser,
		stripe_customer: connectionCustomer,
		metadata: described(textsByName, 'Your own data: texts by name.', { order: '42' }),
		status: connectionStatus,
		status_since: time('Since when it has been in this status.'),
		disconnect_at: disconnectAt,
		bank_account_token: bankAccountTokenState,
		account: nullable(account, 'The account that the shopper chose. Null until Plaid has confirmed one.'),
		institution: reference(institution, 'The bank.'),
		authorization: nullable(
			v.pipe(v.string(), v.startsWith('auth_')),
			'The newest authorization that is accepted and not revoked. Null if there is none.',
		),
		livemode,
		created_at: time('When the bank was connected.'),
	}),
	'A bank login that a shopper has connected, and the account that they chose.',
);
/** As it is answered alone. */
export type Connection = Answer<typeof connection>;

export const connectionList = v.strictObject({
	connections: described(v.array(connection), 'The connections of this page, newest first.'),
	next_cursor: nextCursor,
});
export type ConnectionsAnswer = Answer<typeof connectionList>;
