import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type Basket, filledBasket } from './basket.ts';
import { createJournal, type Journal } from './journal.ts';
import { createOrder, isPlaced, type Order } from './orders.ts';
import type { PageReport } from './page-report.ts';

/** What the shop knows of one browser: it lives in memory, and behind a cookie that no script can read. */
export type Checkout = {
	id: string;
	/** The shop's own id of its customer: the Worker and Plaid are told it. */
	clientUserId: string;
	/** Stripe's Customer, once the Worker has made one: the next order is this one's, too. */
	stripeCustomer: string | null;
	basket: Basket;
	orders: Order[];
	/** The one that was paid for last. */
	paid: Order | null;
	journal: Journal;
	/** What the page saw of this run, once it has told. */
	report: PageReport | null;
};

/** Who buys in this demo. */
export const shopper = { name: 'Jenny Rosen', email: 'jenny.rosen@shop.example' };

export type Checkouts = {
	/** The browser's checkout, or null where it has none (yet). */
	find(c: Context): Checkout | null;
	/** The browser's checkout, made now where it has none. */
	findOrBegin(c: Context): Checkout;
	/** The order that its basket is: the one that stands, as long as nothing was paid for it. */
	orderOf(checkout: Checkout): Order;
	/** The browser's own order of that id, or null. */
	findOrder(c: Context, id: string): Order | null;
	/** Whoever's it is: for what the Worker tells. */
	order(id: string): Order | null;
};

const cookie = 'example_shop_checkout';
const most = 1000;

export function createCheckouts(): Checkouts {
	const checkouts = new Map<string, Checkout>();
	const orders = new Map<string, Order>();
	let nextNumber = 1001;

	const find = (c: Context) => checkouts.get(getCookie(c, cookie) ?? '') ?? null;
	return {
		find,
		findOrBegin: (c) => {
			const standing = find(c);
			if (standing) return standing;
			const id = random(24);
			const checkout: Checkout = {
				id,
				clientUserId: `customer-${random(12)}`,
				stripeCustomer: null,
				basket: filledBasket(),
				orders: [],
				paid: null,
				journal: createJournal(),
				report: null,
			};
			checkouts.set(id, checkout);
			forgetOldest(checkouts);
			setCookie(c, cookie, id, { httpOnly: true, sameSite: 'Lax', path: '/' });
			return checkout;
		},
		orderOf: (checkout) => {
			const standing = checkout.orders.at(-1);
			if (standing && !isPlaced(standing) && isOf(standing, checkout.basket)) return standing;
			const order = createOrder(checkout.basket, nextNumber++);
			checkout.orders.push(order);
			orders.set(order.id, order);
			forgetOldest(orders);
			return order;
		},
		findOrder: (c, id) => find(c)?.orders.find((order) => order.id === id) ?? null,
		order: (id) => orders.get(id) ?? null,
	};
}

/** Whether it is of just these things: an order never changes under a payment that may be on its way. */
const isOf = ({ lines }: Order, basket: Basket): boolean =>
	[...basket.values()].filter((quantity) => quantity > 0).length === lines.length &&
	lines.every(({ product, quantity }) => basket.get(product.id) === quantity);

const random = (bytes: number) =>
	Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('base64url');

/** A Map keeps the order in which its entries came. */
function forgetOldest(map: Map<string, unknown>): void {
	for (const key of map.keys()) {
		if (map.size <= most) return;
		map.delete(key);
	}
}
