/** Every call, as the description tells it. A test holds the list against the app's routes. */
import type * as v from 'valibot';
import * as contract from '../contract.ts';
import * as answers from './answers.ts';

export type Operation = {
	method: 'get' | 'post' | 'delete';
	path: string;
	id: string;
	summary: string;
	/** Who may call: a page of a listed origin, the merchant's server, whoever can sign, anybody. */
	by: 'element' | 'merchant' | 'webhook' | 'anybody';
	query?: v.ObjectEntries;
	body?: v.GenericSchema;
	/** Its `Idempotency-Key` is required. */
	keyed?: boolean;
	status: 200 | 201 | 202;
	answer: v.GenericSchema;
	/** What it may be refused with, beside what any call of its kind may. */
	errors: contract.ErrorCode[];
};

/** What Plaid may say, whatever it is asked. */
const plaid = [
	'plaid_credentials_invalid',
	'plaid_not_enabled',
	'plaid_rate_limited',
	'plaid_unavailable',
	'plaid_answer_invalid',
	'plaid_request_refused',
	'stripe_account_invalid',
	'account_not_supported',
	'bank_login_required',
	'bank_access_revoked',
	'bank_unavailable',
] as const satisfies contract.ErrorCode[];
const stripe = [
	'stripe_not_linked',
	'account_required',
	'account_not_found',
] as const satisfies contract.ErrorCode[];
const session = [
	'session_required',
	'session_invalid',
	'session_expired',
] as const satisfies contract.ErrorCode[];
const standing = ['connection_not_found', 'connection_removed'] as const satisfies contract.ErrorCode[];

const stripesOwn = [
	'stripe_not_configured',
	'stripe_credentials_invalid',
	'stripe_permission_missing',
	'stripe_rate_limited',
	'stripe_unavailable',
	'stripe_request_refused',
] as const satisfies contract.ErrorCode[];

export const operations: Operation[] = [
	{
		method: 'post',
		path: '/v1/link_tokens',
		id: 'createLinkToken',
		summary: 'A Link token for one shopper',
		by: 'element',
		body: contract.linkTokenRequest,
		status: 200,
		answer: answers.linkToken,
		errors: [...plaid, ...session, ...standing, 'refused'],
	},
	{
		method: 'post',
		path: '/v1/bank_account_tokens',
		id: 'createBankAccountToken',
		summary: 'A public token becomes a connection and a Stripe bank account token',
		by: 'element',
		body: contract.bankAccountTokenRequest,
		status: 200,
		answer: answers.bankAccountToken,
		errors: [
			...plaid,
			...stripe,
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
		summary: 'The text of a debit authorization; then, that the shopper has accepted it',
		by: 'element',
		body: contract.authorizationRequest,
		status: 200,
		answer: answers.authorizationOffer,
		errors: [
			...standing,
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
		summary: 'Banks, by a part of their name or page by page',
		by: 'element',
		query: contract.institutionsQuery.entries,
		status: 200,
		answer: answers.institutions,
		errors: plaid,
	},
	{
		method: 'post',
		path: '/v1/sessions',
		id: 'createSession',
		summary: 'A short-lived secret for the element of a known user',
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
		summary: 'Connections, newest first',
		by: 'merchant',
		query: contract.connectionsQuery.entries,
		status: 200,
		answer: answers.connections,
		errors: [],
	},
	{
		method: 'get',
		path: '/v1/connections/{id}',
		id: 'getConnection',
		summary: 'One connection',
		by: 'merchant',
		status: 200,
		answer: answers.connection,
		errors: ['connection_not_found'],
	},
	{
		method: 'post',
		path: '/v1/connections/{id}',
		id: 'updateConnection',
		summary: 'Claims it for a user, names its Stripe Customer, adds data of your own',
		by: 'merchant',
		body: contract.connectionUpdateRequest,
		status: 200,
		answer: answers.connection,
		errors: [...standing, 'connection_claimed'],
	},
	{
		method: 'delete',
		path: '/v1/connections/{id}',
		id: 'removeConnection',
		summary: 'Removes it at Plaid, then here',
		by: 'merchant',
		status: 200,
		answer: answers.connection,
		errors: [...plaid, 'connection_not_found'],
	},
	{
		method: 'get',
		path: '/v1/connections/{id}/accounts',
		id: 'listAccounts',
		summary: 'The accounts of the bank login, with cached or live balances',
		by: 'merchant',
		query: contract.accountsQuery.entries,
		status: 200,
		answer: answers.accounts,
		errors: [...plaid, ...standing],
	},
	{
		method: 'get',
		path: '/v1/connections/{id}/transactions',
		id: 'syncTransactions',
		summary: 'What has changed since a cursor',
		by: 'merchant',
		query: contract.transactionsQuery.entries,
		status: 200,
		answer: answers.transactions,
		errors: [...plaid, ...standing],
	},
	{
		method: 'post',
		path: '/v1/connections/{id}/bank_account_tokens',
		id: 'createFreshBankAccountToken',
		summary: 'Another bank account token, without Link',
		by: 'merchant',
		body: contract.freshTokenRequest,
		status: 200,
		answer: answers.bankAccountToken,
		errors: [...plaid, ...stripe, ...standing],
	},
	{
		method: 'get',
		path: '/v1/authorizations/{id}',
		id: 'getAuthorization',
		summary: 'A debit authorization: what was shown, who accepted it, when and where',
		by: 'merchant',
		status: 200,
		answer: answers.authorization,
		errors: ['authorization_not_found'],
	},
	{
		method: 'post',
		path: '/v1/authorizations/{id}/revoke',
		id: 'revokeAuthorization',
		summary: 'Ends it: no payment is made under it any more',
		by: 'merchant',
		body: contract.emptyRequest,
		status: 200,
		answer: answers.authorization,
		errors: ['authorization_not_found'],
	},
	{
		method: 'get',
		path: '/v1/payments',
		id: 'listPayments',
		summary: 'Payments, newest first',
		by: 'merchant',
		query: contract.paymentsQuery.entries,
		status: 200,
		answer: answers.payments,
		errors: [],
	},
	{
		method: 'post',
		path: '/v1/payments',
		id: 'createPayment',
		summary: 'An ACH debit; needs an Idempotency-Key',
		by: 'merchant',
		body: contract.paymentRequest,
		keyed: true,
		status: 200,
		answer: answers.payment,
		errors: [
			...stripesOwn,
			'stripe_ach_not_enabled',
			'amount_too_small',
			'amount_too_large',
			'currency_not_supported',
			...standing,
			'authorization_not_found',
			'authorization_required',
			'authorization_revoked',
			'authorization_used',
			'amount_not_authorized',
			'balance_insufficient',
			'balance_unknown',
			'payment_refused',
			...plaid,
			...stripe,
		],
	},
	{
		method: 'get',
		path: '/v1/payments/{id}',
		id: 'getPayment',
		summary: 'A payment, its refunds and its history',
		by: 'merchant',
		status: 200,
		answer: answers.payment,
		errors: ['payment_not_found'],
	},
	{
		method: 'post',
		path: '/v1/payments/{id}/cancel',
		id: 'cancelPayment',
		summary: 'Cancels a payment that the bank does not have yet',
		by: 'merchant',
		body: contract.emptyRequest,
		status: 200,
		answer: answers.payment,
		errors: [...stripesOwn, 'payment_not_found', 'payment_not_cancelable'],
	},
	{
		method: 'post',
		path: '/v1/payments/{id}/refunds',
		id: 'refundPayment',
		summary: 'Gives all of a payment back, or a part; needs an Idempotency-Key',
		by: 'merchant',
		body: contract.refundRequest,
		keyed: true,
		status: 200,
		answer: answers.payment,
		errors: [
			...stripesOwn,
			'payment_not_found',
			'payment_not_refundable',
			'amount_too_small',
			'amount_too_large',
		],
	},
	{
		method: 'get',
		path: '/v1/events',
		id: 'listEvents',
		summary: 'What has happened, newest first, and whether it was delivered',
		by: 'merchant',
		query: contract.eventsQuery.entries,
		status: 200,
		answer: answers.events,
		errors: [],
	},
	{
		method: 'post',
		path: '/v1/events/{id}/send',
		id: 'sendEvent',
		summary: 'Sends an event once more',
		by: 'merchant',
		body: contract.emptyRequest,
		status: 202,
		answer: answers.eventSent,
		errors: ['event_not_found', 'events_not_configured'],
	},
	{
		method: 'post',
		path: '/webhooks/plaid',
		id: 'takePlaidWebhook',
		summary: 'For Plaid',
		by: 'webhook',
		status: 200,
		answer: answers.webhookTaken,
		errors: ['webhook_invalid', 'rate_limited', ...plaid],
	},
	{
		method: 'post',
		path: '/webhooks/stripe',
		id: 'takeStripeWebhook',
		summary: 'For Stripe',
		by: 'webhook',
		status: 200,
		answer: answers.webhookTaken,
		errors: [...stripesOwn, 'webhook_invalid', 'webhook_not_configured'],
	},
	{
		method: 'get',
		path: '/health',
		id: 'getHealth',
		summary: 'Which parts are well, and what has to be mended',
		by: 'anybody',
		status: 200,
		answer: answers.health,
		errors: [],
	},
];

/** What any call of a kind may be refused with. */
export const errorsOf = ({ by, body, query, errors }: Operation): contract.ErrorCode[] => {
	const common: contract.ErrorCode[] =
		by === 'anybody' ? [] : ['configuration_invalid', 'store_unavailable', 'internal_error'];
	if (by === 'element') common.push('origin_not_allowed');
	if (by !== 'webhook') common.push('rate_limited');
	if (by === 'merchant') common.push('api_key_missing', 'api_key_invalid', 'parameter_unknown');
	if (body) common.push('body_not_json', 'content_type_unsupported', 'parameter_missing');
	if (body || by === 'webhook') common.push('body_too_large');
	if (body || query) common.push('parameter_unknown', 'parameter_invalid');
	if (body && by === 'merchant')
		common.push('idempotency_key_reused', 'idempotency_in_progress', 'parameter_invalid');
	return [...new Set([...common, ...errors])];
};
