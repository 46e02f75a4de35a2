/** Brings a payment's row up to date with Stripe. Requests, webhooks and jobs all write what Stripe says through here. */
import type { Stripe } from 'stripe';
import { revokeDisputed } from '../authorizations/revoke.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { type PaymentChange, storeChange } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { fromStripe } from '../stripe/failure.ts';
import { expand, type StripeState, toStripeState } from './stripe-state.ts';
import { isAboutAnother, transition } from './transition.ts';

/** Fetches the PaymentIntent and applies it. Returns the row as stored afterwards. */
export async function refresh(
	services: Services,
	row: PaymentRow,
	paymentIntent: string,
): Promise<PaymentRow> {
	const stripe = await services.stripe();
	const intent = await fromStripe(stripe.paymentIntents.retrieve(paymentIntent, { expand }));
	return applyIntent(services, { stripe, row, intent });
}

/** @param intent as Stripe returned it to a call with `expand` */
export const applyIntent = async (
	services: Services,
	{ stripe, row, intent }: { stripe: StripeClient; row: PaymentRow; intent: Stripe.PaymentIntent },
): Promise<PaymentRow> => applyState(services, row, await toStripeState(stripe, intent));

/** How many times a change is computed again because another one was stored in between. */
const mostAttempts = 5;

/**
 * Computes the change from the row and stores it only if the row is still the same. Otherwise (a webhook, a request and
 * a cron may all learn the same thing at once) it starts again from the row as it is now. Returns the row as stored.
 * @throws ApiError `idempotency_in_progress` where `state` says that nothing was sent, and another owner works on the
 * payment by now: it may have sent it
 */
export async function applyState(
	services: Services,
	row: PaymentRow,
	state: StripeState,
): Promise<PaymentRow> {
	let current = row;
	for (let attempt = 0; attempt < mostAttempts; attempt++) {
		if (isAboutAnother(current, state)) return current;
		const change = transition(current, state, services.now());
		if (!changesAnything(current, change)) return current;
		// Revoked first: when the merchant sees the dispute, no authorization is in effect anymore. This depends neither
		// on Stripe's event about the mandate nor on which mandate the debit was made with.
		if (change.events.includes('payment.disputed')) await revokeDisputed(services, current.authorizationId);
		const stored = await storeChange(services.database, current, { ...change, now: services.now() });
		if (stored.isStored) {
			services.announce(stored.waiting);
			return stored.row;
		}
		if (state.paymentIntent === null) throw new ApiError('idempotency_in_progress');
		current = stored.row;
	}
	throw new Error(`Payment ${row.id} was changed by others ${mostAttempts} times in a row.`);
}

const changesAnything = (row: PaymentRow, { columns }: PaymentChange): boolean =>
	Object.entries(columns).some(
		([name, value]) => JSON.stringify(row[name as keyof PaymentRow]) !== JSON.stringify(value),
	);
