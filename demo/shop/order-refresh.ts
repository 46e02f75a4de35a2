import type { Payment } from '../../worker/contract.ts';
import { type Attempt, isOver, type Order, paidAttempt } from './orders.ts';
import type { WorkerClient } from './worker-client.ts';

/** Stores a payment, as the Worker returned it, in the attempt of the order that it belongs to. */
export function storePayment(order: Order, payment: Payment): Attempt | undefined {
	const attempt =
		order.attempts.find((one) => one.payment?.id === payment.id) ??
		// The answer to `createPayment` was lost, or has not arrived yet.
		order.attempts.findLast((one) => !one.payment && !isOver(one) && one.connection === payment.connection);
	if (attempt) attempt.payment = payment;
	return attempt;
}

/**
 * Reads a payment of the order and its authorization from the Worker. By default it is the newest payment.
 *
 * @throws WorkerError
 */
export async function refreshOrder(
	order: Order,
	worker: WorkerClient,
	id = paidAttempt(order)?.payment.id,
): Promise<void> {
	if (!id) return;
	const payment = await worker.payment(id);
	const attempt = storePayment(order, payment);
	if (attempt) attempt.authorization = await worker.authorization(payment.authorization);
}
