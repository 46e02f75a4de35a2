/** What the element calls from the merchant's pages. */

import * as answers from '../../contract/answers.ts';
import * as contract from '../../contract.ts';
import type { Operation } from '../operation.ts';
import { connectionErrors, plaidErrors, sessionErrors, stripeTokenErrors } from './errors.ts';

export const elementOperations: Operation[] = [
	{
		method: 'post',
		path: '/v1/link_tokens',
		id: 'createLinkToken',
		summary: 'Create a Link token',
		description:
			'Creates a Plaid Link token for one shopper and remembers it: only public tokens of Link sessions that began here are exchanged. With a `session`, what the shopper connects belongs to its user. With a `connection` as well, Link repairs that connection (update mode).',
		by: 'element',
		body: contract.linkTokenRequest,
		status: 200,
		answer: answers.linkToken,
		errors: [...plaidErrors, ...sessionErrors, ...connectionErrors, 'refused'],
	},
	{
		method: 'post',
		path: '/v1/bank_account_tokens',
		id: 'createBankAccountToken',
		summary: 'Exchange a public token for a bank account token',
		description:
			'Exchanges the public token that Link returned, stores the connection, and returns a Stripe bank account token for the chosen account. Send the same request again whenever the answer is lost: a public token is exchanged once, and every repeat gets the same answer. After a repair nothing is exchanged; the answer has a fresh token for the repaired connection.',
		by: 'element',
		body: contract.bankAccountTokenRequest,
		status: 200,
		answer: answers.bankAccountToken,
		errors: [
			...plaidErrors,
			...stripeTokenErrors,
			'link_session_not_found',
			'link_token_expired',
			'public_token_invalid',
			'duplicate_connection',
			'exchange_conflict',
			'exchange_in_progress',
			'exchange_lost',
			'connection_removed',
		],
	},
	{
		method: 'post',
		path: '/v1/authorizations',
		id: 'createAuthorization',
		summary: 'Offer or accept a debit authorization',
		description:
			'Without `accept`, returns the text of a debit authorization for an account that the shopper has just connected or repaired. With `accept`, records that the shopper has agreed to it, with time, address and user agent. Both can be repeated. It can be accepted until an hour after the Link token has expired.',
		by: 'element',
		body: contract.authorizationRequest,
		status: 200,
		answer: answers.authorizationOffer,
		errors: [
			...connectionErrors,
			'link_session_not_found',
			'link_token_expired',
			'holder_name_required',
			'authorization_not_found',
			'authorization_revoked',
			'exchange_in_progress',
		],
	},
	{
		method: 'get',
		path: '/v1/institutions',
		id: 'listInstitutions',
		summary: 'List or search banks',
		description:
			'Returns the banks whose name matches `query`, or all banks page by page, in the countries of `COUNTRY_CODES`.',
		by: 'element',
		query: contract.institutionsQuery,
		status: 200,
		answer: answers.institutionList,
		errors: plaidErrors,
	},
];
