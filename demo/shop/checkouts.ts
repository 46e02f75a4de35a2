import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createJournal, type Journal } from './journal.ts';
import type { PageReport } from './page-report.ts';
import type { Payment } from './payment.ts';

/** What the shop knows of one browser: it lives in memory, and behind a cookie that no script can read. */
export type Checkout = {
	id: string;
	journal: Journal;
	/** What the page saw of this run, once it has told. */
	report: PageReport | null;
	payment: Payment | null;
	/** Hand-overs under way, by connection: a second press waits for the first. */
	underWay: Map<string, Promise<Payment>>;
};

export type Checkouts = {
	/** The browser's checkout, or null where it has none (yet). */
	find(c: Context): Checkout | null;
	/** The browser's checkout, made now where it has none. */
	findOrBegin(c: Context): Checkout;
	/** Whether this checkout may use the connection: the first that names it keeps it. */
	claim(connection: string, checkout: Checkout): boolean;
};

const cookie = 'example_shop_checkout';
const most = 1000;

export function createCheckouts(): Checkouts {
	const checkouts = new Map<string, Checkout>();
	const owners = new Map<string, string>();

	const find = (c: Context) => checkouts.get(getCookie(c, cookie) ?? '') ?? null;
	return {
		find,
		findOrBegin: (c) => {
			const standing = find(c);
			if (standing) return standing;
			const id = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url');
			const checkout = { id, journal: createJournal(), report: null, payment: null, underWay: new Map() };
			checkouts.set(id, checkout);
			forgetOldest(checkouts);
			setCookie(c, cookie, id, { httpOnly: true, sameSite: 'Lax', path: '/' });
			return checkout;
		},
		claim: (connection, checkout) => {
			const owner = owners.get(connection) ?? checkout.id;
			owners.set(connection, owner);
			forgetOldest(owners);
			return owner === checkout.id;
		},
	};
}

/** A Map keeps the order in which its entries came. */
function forgetOldest(map: Map<string, unknown>): void {
	for (const key of map.keys()) {
		if (map.size <= most) return;
		map.delete(key);
	}
}
