import type { Authorization, Payment } from '../../worker/contract.ts';
import type { PayingBank } from './bank.ts';
import { isPayable, type Order, paidBy } from './orders.ts';

/** `GET /orders/:id/state`: what the order's page shows. */
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
	/** Those before it, which have failed. */
	earlier: Payment[];
	/** As the Worker keeps it; null where it could not be read yet. */
	authorization: Authorization | null;
	/** What can be done now. */
	can: {
		pay_again: boolean;
		/** By the authorization that was given before: it stands where the debit did not reach the bank, or lacked money. */
		pay_same: boolean;
		cancel: boolean;
		/** In cents: the most that can be given back. */
		refund: number;
	};
};

/** @returns null where nothing has been paid, or tried to, for the order. */
export function viewOf(order: Order): OrderView | null {
	const attempt = paidBy(order);
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
			cancel: payment.status === 'pending' || payment.status === 'processing',
			refund: /^(processing|succeeded)$/.test(payment.status) ? payment.amount - payment.amount_refunded : 0,
		},
	};
}
