/** Sessions and connections, for the merchant's server. */

import * as answers from '../../contract/answers.ts';
import * as contract from '../../contract.ts';
import type { Operation } from '../operation.ts';
import { connectionErrors, plaidErrors, stripeTokenErrors } from './errors.ts';

const pathId = 'The connection’s id, `conn_…`.';

export const connectionOperations: Operation[] = [
	{
		method: 'post',
		path: '/v1/sessions',
		id: 'createSession',
		summary: 'Create a session for a shopper',
		description:
			'Returns a secret for the element’s `session` attribute. It says who the shopper is, so that what they connect belongs to your user, and what they are asked to authorize. It is valid for an hour.',
		by: 'merchant',
		body: contract.sessionRequest,
		status: 201,
		answer: answers.session,
		errors: [],
	},
	{
		method: 'get',
		path: '/v1/connections',
		id: 'listConnections',
		summary: 'List connections',
		description:
			'Newest first, page by page. Connections that are added in the meantime do not shift the pages.',
		by: 'merchant',
		query: contract.connectionsQuery,
		status: 200,
		answer: answers.connectionList,
		errors: [],
	},
	{
		method: 'get',
		path: '/v1/connections/{id}',
		pathId,
		id: 'getConnection',
		summary: 'Get a connection',
		description: 'Returns the connection as it is stored. Neither Plaid nor the bank is asked.',
		by: 'merchant',
		status: 200,
		answer: answers.connection,
		errors: ['connection_not_found'],
	},
	{
		method: 'post',
		path: '/v1/connections/{id}',
		pathId,
		id: 'updateConnection',
		summary: 'Update a connection',
		description:
			'Claims a connection that belongs to nobody, sets its Stripe Customer, or changes your own data. Fields that are left out stay as they are.',
		by: 'merchant',
		body: contract.connectionUpdateRequest,
		status: 200,
		answer: answers.connection,
		errors: [...connectionErrors, 'connection_claimed'],
	},
	{
		method: 'delete',
		path: '/v1/connections/{id}',
		pathId,
		id: 'deleteConnection',
		summary: 'Delete a connection',
		description:
			'Removes the Item at Plaid, then marks the connection as `removed`. Doing it again, or after Plaid has removed the Item, succeeds.',
		by: 'merchant',
		status: 200,
		answer: answers.connection,
		errors: [...plaidErrors, 'connection_not_found'],
	},
	{
		method: 'get',
		path: '/v1/connections/{id}/accounts',
		pathId,
		id: 'listAccounts',
		summary: 'List the accounts of a connection',
		description:
			'Returns all accounts of the bank login with their balances: those that Plaid saw last, or `live` from the bank, which may take half a minute.',
		by: 'merchant',
		query: contract.accountsQuery,
		status: 200,
		answer: answers.accountList,
		errors: [...plaidErrors, ...connectionErrors],
	},
	{
		method: 'get',
		path: '/v1/connections/{id}/transactions',
		pathId,
		id: 'syncTransactions',
		summary: 'Get the changes of transactions',
		description:
			'Returns what has changed since the cursor, up to about five thousand changes. Store `next_cursor` and send it the next time. Needs Plaid’s product `transactions`.',
		by: 'merchant',
		query: contract.transactionsQuery,
		status: 200,
		answer: answers.transactionChanges,
		errors: [...plaidErrors, ...connectionErrors],
	},
	{
		method: 'post',
		path: '/v1/connections/{id}/bank_account_tokens',
		pathId,
		id: 'createFreshBankAccountToken',
		summary: 'Create another bank account token',
		description:
			'Returns a fresh Stripe bank account token for the same bank login, without Link. Needed when `bank_account_token` of the connection is `renew`, or for another account of the login.',
		by: 'merchant',
		body: contract.freshTokenRequest,
		status: 200,
		answer: answers.bankAccountToken,
		errors: [...plaidErrors, ...stripeTokenErrors, ...connectionErrors],
	},
];
