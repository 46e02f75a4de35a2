import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import {
	connectionQuery,
	emptyRequest,
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
import { refused } from '../payments/debit.ts';
import { refundPayment } from '../payments/refund.ts';
import { readJsonObject } from '../read-body.ts';
import { cursorAt, pageStart } from '../store/pagination.ts';
import { findPayment, listPayments } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';

const usualLimit = 20;

/** `POST /v1/payments`: an ACH debit. */
export async function postPayment(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(paymentRequest, await readJsonObject(c.req.raw));
	const work = createPayment(c.var, request, keyOf(c));
	const row = await kept(c, work);
	// One that has failed at once never went its way.
	const went = row.history.some(({ type }) => type === 'payment.processing');
	return row.status === 'failed' && !went ? refused(row) : answer(c, row);
}

/** `GET /v1/payments`: newest first. */
export async function getPayments(c: Context<AppEnv>): Promise<Response> {
	const { connection, limit = usualLimit, cursor } = checkParameters(paymentsQuery, queryOf(c.req.raw));
	const after = pageStart(cursor);
	const rows = await listPayments(c.get('database'), { connection, after, limit: limit + 1 });
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	const body: PaymentsAnswer = {
		payments: page.map(paymentAnswer),
		next_cursor: rows.length > limit && last ? cursorAt(last) : null,
		request_id: c.get('requestId'),
	};
	return c.json(body);
}

/** `GET /v1/payments/:id` */
export async function getPayment(c: Context<AppEnv>): Promise<Response> {
	checkParameters(connectionQuery, queryOf(c.req.raw));
	return answer(c, await paymentOf(c));
}

/** `POST /v1/payments/:id/cancel` */
export async function postCancel(c: Context<AppEnv>): Promise<Response> {
	checkParameters(emptyRequest, await readJsonObject(c.req.raw));
	return answer(c, await kept(c, cancelPayment(c.var, await paymentOf(c))));
}

/** `POST /v1/payments/:id/refunds` */
export async function postRefund(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(refundRequest, await readJsonObject(c.req.raw));
	const row = await paymentOf(c);
	return answer(c, await kept(c, refundPayment(c.var, row, { request, key: keyOf(c) })));
}

/** The merchant's server may hang up; what was begun at Stripe is brought to its end. */
function kept<T>(c: Context<AppEnv>, work: Promise<T>): Promise<T> {
	c.get('waitUntil')(work);
	return work;
}

/** @throws ApiError `parameter_missing`: money is moved under a key only */
function keyOf(c: Context<AppEnv>): string {
	const key = c.req.header('Idempotency-Key');
	if (key !== undefined) return key;
	throw new ApiError('parameter_missing', {
		param: 'Idempotency-Key',
		message: 'Send an `Idempotency-Key` header, such as the order’s id: money is moved once for each key.',
	});
}

async function paymentOf(c: Context<AppEnv>): Promise<PaymentRow> {
	const row = await findPayment(c.get('database'), c.req.param('id') ?? '');
	if (!row) throw new ApiError('payment_not_found');
	return row;
}

function answer(c: Context<AppEnv>, row: PaymentRow): Response {
	const body: Payment = { ...paymentAnswer(row), request_id: c.get('requestId') };
	return c.json(body);
}

const paymentAnswer = (row: PaymentRow): Omit<Payment, 'request_id'> => ({
	id: row.id,
	object: 'payment',
	connection: row.connectionId,
	authorization: row.authorizationId,
	amount: row.amount,
	amount_refunded: row.amountRefunded,
	currency: 'usd',
	purpose: row.purpose,
	description: row.description,
	metadata: row.metadata,
	status: row.status,
	status_since: new Date(row.statusSince).toISOString(),
	failure: row.failure,
	refunds: row.refunds,
	history: row.history,
	stripe: {
		payment_intent: row.paymentIntent,
		customer: row.customer,
		payment_method: row.paymentMethod,
		mandate: row.mandate,
		dispute: row.dispute,
	},
	livemode: row.livemode,
	created_at: new Date(row.createdAt).toISOString(),
});
