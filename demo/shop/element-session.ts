import type { Backend } from './backend.ts';
import { type Checkout, shopper } from './checkouts.ts';
import type { Order } from './orders.ts';

/** A page may be open for so long before its session ends. */
const leastMs = 20 * 60_000;

/**
 * The `session` for the element of an order's checkout: it says who the shopper is, and names the amount in the
 * authorization. The same for each load of the page, so that a reload finds what it has begun.
 *
 * @throws BackendError
 */
export async function sessionFor(order: Order, checkout: Checkout, backend: Backend): Promise<string> {
	if (order.session && order.session.expiresAt > Date.now() + leastMs) return order.session.secret;
	const { session, expires_at } = await backend.session({
		client_user_id: checkout.clientUserId,
		...shopper,
		...(checkout.stripeCustomer && { stripe_customer: checkout.stripeCustomer }),
		// This customer may well pay from the same account again.
		allow_duplicates: true,
		authorization: { kind: 'one_time', amount: order.amount },
	});
	order.session = { secret: session, expiresAt: Date.parse(expires_at) };
	return session;
}
