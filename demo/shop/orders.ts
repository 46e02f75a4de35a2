import type { Authorization, Payment } from '../../worker/contract.ts';
import type { PayingBank } from './bank.ts';
import { type Basket, type Line, linesOf, totalOf } from './basket.ts';
import type { Refusal } from './refusals.ts';

/** One try to be paid for an order. */
export type Attempt = {
	/** The Worker's and Stripe's `Idempotency-Key`: however often it is sent, it makes one debit. */
	key: string;
	connection: string;
	/** The authorization that the page named; null: whatever stands. */
	under: string | null;
	bank: PayingBank;
	/** Null as long as the Worker has not answered, or where none was made. */
	payment: Payment | null;
	/** What the shopper agreed to, as the Worker keeps it. */
	authorization: Authorization | null;
	/** Why it ended before a debit was on its way. */
	refusal: Refusal | null;
};

export type Order = {
	id: string;
	/** For people: `1001`. */
	number: number;
	lines: Line[];
	/** In cents. */
	amount: number;
	placedAt: string;
	/** The element's session: who the shopper is, and what is to be authorized. */
	session: { secret: string; expiresAt: number } | null;
	attempts: Attempt[];
	/** A second press waits for the first. */
	underWay: Promise<Attempt> | null;
};

export function createOrder(basket: Basket, number: number): Order {
	const lines = linesOf(basket);
	return {
		id: `order_${crypto.randomUUID().replaceAll('-', '')}`,
		number,
		lines,
		amount: totalOf(lines),
		placedAt: new Date().toISOString(),
		session: null,
		attempts: [],
		underWay: null,
	};
}

/** The newest try that has a payment, whatever has become of it. */
export const paidBy = ({ attempts }: Order): (Attempt & { payment: Payment }) | null =>
	attempts.findLast((attempt): attempt is Attempt & { payment: Payment } => attempt.payment !== null) ?? null;

/** Whether a debit was on its way at any time: then the order is no longer the basket's. */
export const isPlaced = ({ attempts }: Order): boolean =>
	attempts.some(({ payment, refusal }) => payment !== null && refusal === null);

/** Whether nothing can come of this try any more, so that another one may begin. */
export const isOver = ({ payment, refusal }: Attempt): boolean =>
	refusal !== null || payment?.status === 'failed';

/** Whether the shopper may (still, or again) pay. */
export function isPayable({ attempts }: Order): boolean {
	const last = attempts.at(-1);
	return last === undefined || isOver(last) || last.payment === null;
}
