import type { Context } from 'hono';
import type { AppEnv, ContextWithId } from '../app-env.ts';
import {
	noParameters,
	type Payment,
	type PaymentsAnswer,
	paymentRequest,
	paymentsQuery,
	refundRequest,
} from '../contract.ts';
import { ApiError } from '../errors.ts';
import { cancelPayment as cancelStep } from '../payments/cancel.ts';
import { createPayment as createStep } from '../payments/create.ts';
import { refundPayment as refundStep } from '../payments/refund.ts';
import { paymentToJson } from '../payments/to-json.ts';
import { findPayment, listPayments as listRows } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import { readPage } from './page.ts';
import { bodyOf, queryOf } from './parameters.ts';

/** `POST /v1/payments`: an ACH debit. */
export async function createPayment(c: Context<AppEnv>): Promise<Response> {
	const request = await bodyOf(c, paymentRequest);
	return answer(c, await finish(c, createStep(c.var, { request, key: keyOf(c) })));
}

/** `GET /v1/payments`: newest first. */
export async function listPayments(c: Context<AppEnv>): Promise<Response> {
	const query = queryOf(c, paymentsQuery);
	const { rows, nextCursor } = await readPage(query, (page) =>
		listRows(c.get('database'), { connection: query.connection, ...page }),
	);
	const body: PaymentsAnswer = {
		payments: rows.map(paymentToJson),
		next_cursor: nextCursor,
		request_id: c.get('requestId'),
	};
	return c.json(body);
}

/** `GET /v1/payments/:id` */
export async function getPayment(c: ContextWithId): Promise<Response> {
	queryOf(c, noParameters);
	return answer(c, await findOrThrow(c));
}

/** `POST /v1/payments/:id/cancel` */
export async function cancelPayment(c: ContextWithId): Promise<Response> {
	await bodyOf(c, noParameters);
	return answer(c, await finish(c, cancelStep(c.var, await findOrThrow(c))));
}

/** `POST /v1/payments/:id/refunds` */
export async function refundPayment(c: ContextWithId): Promise<Response> {
	const request = await bodyOf(c, refundRequest);
	const row = await findOrThrow(c);
	return answer(c, await finish(c, refundStep(c.var, row, { request, key: keyOf(c) })));
}

/** Work that has started at Stripe runs to its end, even when the merchant's server closes the connection. */
function finish<T>(c: Context<AppEnv>, work: Promise<T>): Promise<T> {
	c.get('waitUntil')(work);
	return work;
}

/** @throws ApiError `parameter_missing`: money moves under a key only */
function keyOf(c: Context<AppEnv>): string {
	const key = c.req.header('Idempotency-Key');
	if (key !== undefined) return key;
	throw new ApiError('parameter_missing', {
		param: 'Idempotency-Key',
		message: 'Send an `Idempotency-Key` header, such as the order’s id: money is moved once for each key.',
	});
}

async function findOrThrow(c: ContextWithId): Promise<PaymentRow> {
	const row = await findPayment(c.get('database'), c.req.param('id'));
	if (!row) throw new ApiError('payment_not_found');
	return row;
}

function answer(c: Context<AppEnv>, row: PaymentRow): Response {
	const body: Payment = { ...paymentToJson(row), request_id: c.get('requestId') };
	return c.json(body);
}
