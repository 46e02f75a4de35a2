import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type Basket, createBasket } from './basket.ts';
import { type CallLog, createCallLog } from './calls/call-log.ts';
import type { PageReport } from './calls/page-report.ts';
import { createOrder, isPlaced, type Order } from './orders.ts';

/** What the shop knows about one browser. It is in memory only, under a cookie that no script can read. */
export type Checkout = {
	id: string;
	/** The shop's id of its customer, which the Worker and Plaid receive. */
	clientUserId: string;
	/** The Stripe Customer that the Worker made for the first payment. Later orders use it too. */
	stripeCustomer: string | null;
	basket: Basket;
	orders: Order[];
	/** The order that was paid for last. */
	paid: Order | null;
	/** The calls from this server to the Worker for this checkout. Only the demo shows them. */
	calls: CallLog;
	/** The calls and events that the page has reported. */
	report: PageReport | null;
};

/** The customer of this demo. A real shop reads its own from its login. */
export const shopper = { name: 'Jenny Rosen', email: 'jenny.rosen@shop.example' };

export type Checkouts = {
	/** Returns the browser's checkout, or null. */
	find(c: Context): Checkout | null;
	/** Returns the browser's checkout. Creates it, and sets the cookie, if there is none. */
	findOrCreate(c: Context): Checkout;
	/** Returns the order for the checkout's basket. It stays the same until it is placed or the basket changes. */
	currentOrder(checkout: Checkout): Order;
	/** Returns the browser's own order with this id, or null. */
	findOrder(c: Context, id: string): Order | null;
	/** Returns any browser's order with this id, or null. For events from the Worker, which come without a cookie. */
	order(id: string): Order | null;
};

const cookie = 'example_shop_checkout';
const maxEntries = 1000;

export function createCheckouts(): Checkouts {
	const checkouts = new Map<string, Checkout>();
	const orders = new Map<string, Order>();
	let nextNumber = 1001;

	const find = (c: Context) => checkouts.get(getCookie(c, cookie) ?? '') ?? null;
	return {
		find,
		findOrCreate(c) {
			const existing = find(c);
			if (existing) return existing;
			const id = randomId(24);
			const checkout: Checkout = {
				id,
				clientUserId: `customer-${randomId(12)}`,
				stripeCustomer: null,
				basket: createBasket(),
				orders: [],
				paid: null,
				calls: createCallLog(),
				report: null,
			};
			checkouts.set(id, checkout);
			deleteOldest(checkouts);
			setCookie(c, cookie, id, { httpOnly: true, sameSite: 'Lax', path: '/' });
			return checkout;
		},
		currentOrder(checkout) {
			const last = checkout.orders.at(-1);
			if (last && !isPlaced(last) && matches(last, checkout.basket)) return last;
			const order = createOrder(checkout.basket, nextNumber++);
			checkout.orders.push(order);
			orders.set(order.id, order);
			deleteOldest(orders);
			return order;
		},
		findOrder: (c, id) => find(c)?.orders.find((order) => order.id === id) ?? null,
		order: (id) => orders.get(id) ?? null,
	};
}

/** Whether the order has the basket's contents. An order never changes: a payment for it may be in progress. */
const matches = ({ lines }: Order, basket: Basket): boolean =>
	[...basket.values()].filter((quantity) => quantity > 0).length === lines.length &&
	lines.every(({ product, quantity }) => basket.get(product.id) === quantity);

const randomId = (bytes: number) =>
	Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('base64url');

/** A Map iterates in the order of insertion, so the first keys are the oldest. */
function deleteOldest(map: Map<string, unknown>): void {
	for (const key of map.keys()) {
		if (map.size <= maxEntries) return;
		map.delete(key);
	}
}
