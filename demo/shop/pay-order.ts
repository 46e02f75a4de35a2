import { type Attempt, bankOf, isOver, type Order } from './orders.ts';
import { isFinal, refusalOf } from './refusals.ts';
import { type WorkerClient, WorkerError } from './worker-client.ts';

/** What the page sends, and whose browser it is. */
export type PaymentSource = {
	connection: string;
	/** The authorization that the shopper accepted for this order. Without it, the connection's current one. */
	authorization?: string | undefined;
	clientUserId: string;
};

/**
 * Takes the payment for an order. The shop's server knows the amount and checks that the connection belongs to this
 * customer; the page decides neither.
 *
 * An order has one payment at a time. While a debit may have been made, because it was made or because the Worker's
 * answer was lost, a second call repeats that attempt, even if it names another connection.
 *
 * @throws WorkerError if the Worker refuses. The order's last attempt then holds the refusal.
 */
export function payOrder(order: Order, source: PaymentSource, worker: WorkerClient): Promise<Attempt> {
	order.running ??= takePayment(order, source, worker).finally(() => {
		order.running = null;
	});
	return order.running;
}

async function takePayment(order: Order, source: PaymentSource, worker: WorkerClient): Promise<Attempt> {
	const last = order.attempts.at(-1);
	if (last?.payment && !isOver(last)) return last;
	const attempt = last && !isOver(last) ? last : await startAttempt(order, source, worker);
	try {
		attempt.payment = await worker.createPayment(
			{
				connection: attempt.connection,
				...(attempt.authorizationId && { authorization: attempt.authorizationId }),
				amount: order.amount,
				purpose: 'goods',
				description: `Example Shop, order ${order.number}`,
				metadata: { order: order.id },
				check_balance: 'preferred',
			},
			attempt.key,
		);
		return attempt;
	} catch (error) {
		if (isFinal(error)) {
			attempt.refusal = refusalOf(error);
			const { payment } = error as WorkerError;
			attempt.payment = payment === null ? null : await worker.payment(payment).catch(() => null);
		}
		throw error;
	}
}

async function startAttempt(
	order: Order,
	{ connection: id, authorization, clientUserId }: PaymentSource,
	worker: WorkerClient,
): Promise<Attempt> {
	const connection = await worker.connection(id);
	if (connection.client_user_id !== clientUserId) {
		throw new WorkerError('connection_not_found', 'This connection is not this customer’s.');
	}
	const attempt: Attempt = {
		key: `${order.id}-${order.attempts.length + 1}`,
		connection: connection.id,
		authorizationId: authorization ?? null,
		bank: bankOf(connection),
		payment: null,
		authorization: null,
		refusal: null,
	};
	order.attempts.push(attempt);
	return attempt;
}
