import type { Payment } from '../../worker/contract.ts';
import type { Backend } from './backend.ts';
import { type Attempt, isOver, type Order, paidBy } from './orders.ts';

/** Puts what the Worker has told of a payment into the order's try that it belongs to. */
export function note(order: Order, payment: Payment): Attempt | undefined {
	const attempt =
		order.attempts.find((one) => one.payment?.id === payment.id) ??
		// The answer to the call for it was lost, or has not come yet.
		order.attempts.findLast((one) => !one.payment && !isOver(one) && one.connection === payment.connection);
	if (attempt) attempt.payment = payment;
	return attempt;
}

/** Reads a payment of the order's, and what authorized it, as they are now. @throws BackendError */
export async function refresh(order: Order, backend: Backend, id = paidBy(order)?.payment.id): Promise<void> {
	if (!id) return;
	const payment = await backend.payment(id);
	const attempt = note(order, payment);
	if (attempt) attempt.authorization = await backend.authorization(payment.authorization);
}
