import type { Authorization, Connection, Payment } from '../../worker/contract.ts';
import { type Basket, type Line, linesOf, totalOf } from './basket.ts';
import type { Refusal } from './refusals.ts';

/** The bank account that an order is paid from, as the shop shows it. */
export type PayingBank = {
	institution: { id: string | null; name: string | null };
	/** The account that the shopper chose. */
	account: { name: string; mask: string | null } | null;
};

export const bankOf = ({ institution, account }: Connection): PayingBank => ({
	institution: { id: institution.id, name: institution.name },
	account: account && { name: account.name, mask: account.mask },
});

/** One attempt to pay for an order. */
export type Attempt = {
	/** The `Idempotency-Key` at the Worker: however often it is sent, it makes one debit. */
	key: string;
	connection: string;
	/** The id of the authorization that the page named. Null to use the connection's current one. */
	authorizationId: string | null;
	bank: PayingBank;
	/** Null until the Worker has answered, or if no payment was made. */
	payment: Payment | null;
	/** What the shopper accepted, as the Worker stores it. Null until it has been read. */
	authorization: Authorization | null;
	/** Why the attempt ended without a debit. */
	refusal: Refusal | null;
};

/** An attempt that has a payment. */
export type PaidAttempt = Attempt & { payment: Payment };

export type Order = {
	id: string;
	/** For people: `1001`. */
	number: number;
	lines: Line[];
	/** In cents. */
	amount: number;
	placedAt: string;
	/** The element's session: who the shopper is, and which debit they are asked to authorize. */
	session: { secret: string; expiresAt: number } | null;
	attempts: Attempt[];
	/** The attempt that is running: a second request waits for it. */
	running: Promise<Attempt> | null;
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
		running: null,
	};
}

/** The newest attempt that has a payment, in any status. */
export const paidAttempt = ({ attempts }: Order): PaidAttempt | null =>
	attempts.findLast((attempt): attempt is PaidAttempt => attempt.payment !== null) ?? null;

/** Whether a debit has ever been made. The order then no longer follows the basket. */
export const isPlaced = ({ attempts }: Order): boolean =>
	attempts.some(({ payment, refusal }) => payment !== null && refusal === null);

/** Whether this attempt can no longer lead to a debit, so that another may start. */
export const isOver = ({ payment, refusal }: Attempt): boolean =>
	refusal !== null || payment?.status === 'failed';

/** Whether the shopper may pay: for the first time, or again. */
export function isPayable({ attempts }: Order): boolean {
	const last = attempts.at(-1);
	return last === undefined || isOver(last) || last.payment === null;
}
