/** What the pages read of an order: the order's page, and the success page. */
import type { AccountsAnswer, Authorization, Payment } from '../../worker/contract.ts';
import { isPayable, type Order, type PaidAttempt, type PayingBank, paidAttempt } from './orders.ts';

/** `GET /orders/:id/state`. */
export type OrderView = {
	order: {
		id: string;
		number: number;
		placed_at: string;
		lines: { name: string; quantity: number; amount: number }[];
		amount: number;
	};
	bank: PayingBank;
	payment: Payment;
	/** The order's earlier payments, which have failed. */
	earlier: Payment[];
	/** As the Worker stores it. Null until it has been read. */
	authorization: Authorization | null;
	/** What can be done now. */
	can: {
		pay_again: boolean;
		/** Pay again under the same authorization. It is still valid if no debit was made, or if only money was missing. */
		pay_same: boolean;
		cancel: boolean;
		/** The most that can be refunded, in cents. */
		refund: number;
	};
};

const cancelable = new Set<Payment['status']>(['pending', 'processing']);
const refundable = new Set<Payment['status']>(['processing', 'succeeded']);

/** Returns null for an order without a payment. */
export function orderView(order: Order): OrderView | null {
	const attempt = paidAttempt(order);
	if (!attempt) return null;
	const { payment, bank, authorization } = attempt;
	return {
		order: {
			id: order.id,
			number: order.number,
			placed_at: order.placedAt,
			lines: order.lines.map(({ product, quantity, amount }) => ({ name: product.name, quantity, amount })),
			amount: order.amount,
		},
		bank,
		payment,
		earlier: order.attempts.flatMap((one) => (one.payment && one !== attempt ? [one.payment] : [])),
		authorization,
		can: {
			pay_again: isPayable(order),
			pay_same: isPayable(order) && authorization?.status === 'accepted',
			cancel: cancelable.has(payment.status),
			refund: refundable.has(payment.status) ? payment.amount - payment.amount_refunded : 0,
		},
	};
}

/** `GET /payment/get`. */
export type PaidView = PayingBank & {
	order: { id: string; number: number };
	connection: string;
	/** Cached balances in the currency's smallest unit. */
	accounts: Pick<AccountsAnswer['accounts'][number], 'name' | 'mask' | 'type' | 'subtype' | 'balances'>[];
	payment: Payment;
	authorization: Authorization | null;
};

/** `accounts` is empty if the balances could not be read. */
export function paidView(
	{ id, number }: Order,
	{ connection, bank, payment, authorization }: PaidAttempt,
	accounts: AccountsAnswer['accounts'],
): PaidView {
	return {
		order: { id, number },
		connection,
		...bank,
		accounts: accounts.map(({ name, mask, type, subtype, balances }) => ({
			name,
			mask,
			type,
			subtype,
			balances,
		})),
		payment,
		authorization,
	};
}
