/** Authorizations and payments, for the merchant's server. */

import * as answers from '../../contract/answers.ts';
import * as contract from '../../contract.ts';
import type { Operation } from '../operation.ts';
import { connectionErrors, plaidErrors, stripeErrors, stripeTokenErrors } from './errors.ts';

const authorizationId = 'The authorization’s id, `auth_…`.';
const paymentId = 'The payment’s id, `pay_…`.';

export const paymentOperations: Operation[] = [
	{
		method: 'get',
		path: '/v1/authorizations/{id}',
		pathId: authorizationId,
		id: 'getAuthorization',
		summary: 'Get an authorization',
		description:
			'Returns a debit authorization: the text that was shown, who accepted it, when and from where.',
		by: 'merchant',
		status: 200,
		answer: answers.authorization,
		errors: ['authorization_not_found'],
	},
	{
		method: 'post',
		path: '/v1/authorizations/{id}/revoke',
		pathId: authorizationId,
		id: 'revokeAuthorization',
		summary: 'Revoke an authorization',
		description:
			'Ends the authorization: no payment is made under it any more. Doing it again changes nothing.',
		by: 'merchant',
		body: contract.noParameters,
		status: 200,
		answer: answers.authorization,
		errors: ['authorization_not_found'],
	},
	{
		method: 'get',
		path: '/v1/payments',
		id: 'listPayments',
		summary: 'List payments',
		description: 'Newest first, page by page. Payments that are made in the meantime do not shift the pages.',
		by: 'merchant',
		query: contract.paymentsQuery,
		status: 200,
		answer: answers.paymentList,
		errors: [],
	},
	{
		method: 'post',
		path: '/v1/payments',
		id: 'createPayment',
		summary: 'Create a payment',
		description:
			'Debits the account of a connection by ACH, under an authorization that the shopper has accepted. Needs an `Idempotency-Key`: one key makes one debit, whatever happens. After `pending`, or if the answer is lost, send the same request with the same key.',
		by: 'merchant',
		body: contract.paymentRequest,
		keyed: true,
		status: 200,
		answer: answers.payment,
		errors: [
			...stripeErrors,
			'stripe_ach_not_enabled',
			'amount_too_small',
			'amount_too_large',
			'currency_not_supported',
			...connectionErrors,
			'authorization_not_found',
			'authorization_required',
			'authorization_revoked',
			'authorization_used',
			'amount_not_authorized',
			'balance_insufficient',
			'balance_unknown',
			'payment_refused',
			...plaidErrors,
			...stripeTokenErrors,
		],
	},
	{
		method: 'get',
		path: '/v1/payments/{id}',
		pathId: paymentId,
		id: 'getPayment',
		summary: 'Get a payment',
		description: 'Returns the payment as it is stored, with its refunds and its history.',
		by: 'merchant',
		status: 200,
		answer: answers.payment,
		errors: ['payment_not_found'],
	},
	{
		method: 'post',
		path: '/v1/payments/{id}/cancel',
		pathId: paymentId,
		id: 'cancelPayment',
		summary: 'Cancel a payment',
		description:
			'Possible as long as Stripe has not handed the debit to the bank, usually for some hours. Later, refund it.',
		by: 'merchant',
		body: contract.noParameters,
		status: 200,
		answer: answers.payment,
		errors: [...stripeErrors, 'payment_not_found', 'payment_not_cancelable'],
	},
	{
		method: 'post',
		path: '/v1/payments/{id}/refunds',
		pathId: paymentId,
		id: 'refundPayment',
		summary: 'Refund a payment',
		description:
			'Refunds all that has not been refunded, or a part of it, for up to 180 days. Needs an `Idempotency-Key`: one key makes one refund. A refund of a payment that is still on its way waits for it.',
		by: 'merchant',
		body: contract.refundRequest,
		keyed: true,
		status: 200,
		answer: answers.payment,
		errors: [
			...stripeErrors,
			'payment_not_found',
			'payment_not_refundable',
			'amount_too_small',
			'amount_too_large',
		],
	},
];
