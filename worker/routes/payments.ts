import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import {
	noParameters,
	type Payment,
	type PaymentsAnswer,
	paymentRequest,
	paymentsQuery,
	refundRequest,
} from '../contract.ts';
import { ApiError } from '../errors.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import { cancelPayment } from '../payments/cancel.ts';
import { createPayment } from '../payments/create.ts';
import { refundPayment } from '../payments/refund.ts';
import { paymentToJson } from '../payments/to-json.ts';
import { readJsonObject } from '../read-body.ts';
import { cursorAt, pageStart } from '../store/pagination.ts';
import { findPayment, listPayments } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';

const defaultLimit = 20;

/** `POST /v1/payments`: an ACH debit. */
export async function postPayment(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(paymentRequest, await readJsonObject(c.req.raw));
	return answer(c, await finish(c, createPayment(c.var, { request, key: keyOf(c) })));
}

/** `GET /v1/payments`: newest first. */
export async function getPayments(c: Context<AppEnv>): Promise<Response> {
	const { connection, limit = defaultLimit, cursor } = checkParameters(paymentsQuery, queryOf(c.req.raw));
	const after = pageStart(cursor);
	const rows = await listPayments(c.get('database'), { connection, after, limit: limit + 1 });
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	const body: PaymentsAnswer = {
		payments: page.map(paymentToJson),
		next_cursor: rows.length > limit && last ? cursorAt(last) : null,
		request_id: c.get('requestId'),
	};
	return c.json(body);
}

/** `GET /v1/payments/:id` */
export async function getPayment(c: Context<AppEnv>): Promise<Response> {
	checkParameters(noParameters, queryOf(c.req.raw));
	return answer(c, await findOrThrow(c));
}

/** `POST /v1/payments/:id/cancel` */
export async function postCancel(c: Context<AppEnv>): Promise<Response> {
	checkParameters(noParameters, await readJsonObject(c.req.raw));
	return answer(c, await finish(c, cancelPayment(c.var, await findOrThrow(c))));
}

/** `POST /v1/payments/:id/refunds` */
export async function postRefund(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(refundRequest, await readJsonObject(c.req.raw));
	const row = await findOrThrow(c);
	return answer(c, await finish(c, refundPayment(c.var, row, { request, key: keyOf(c) })));
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

async function findOrThrow(c: Context<AppEnv>): Promise<PaymentRow> {
	const row = await findPayment(c.get('database'), c.req.param('id') ?? '');
	if (!row) throw new ApiError('payment_not_found');
	return row;
}

function answer(c: Context<AppEnv>, row: PaymentRow): Response {
	const body: Payment = { ...paymentToJson(row), request_id: c.get('requestId') };
	return c.json(body);
}
