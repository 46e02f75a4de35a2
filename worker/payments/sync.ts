/** Asks Stripe how a payment stands, and writes what is new of it. */
import type { Stripe } from 'stripe';
import type { Services } from '../services.ts';
import { findAuthorization, revoke } from '../store/authorizations.ts';
import { storeChange } from '../store/payments.ts';
import type { PaymentRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { answerOf } from '../stripe/failure.ts';
import { expand, type StripeState, toStripeState } from './stripe-state.ts';
import { transition } from './transition.ts';

/** Where our own payment stands in the metadata of Stripe's. */
export const ourName = 'plaid_stripe_connect_payment';

/** How often a change that others overtake is computed anew. */
const attempts = 5;

/** Gives the row as it is then. */
export async function applyState(
	services: Services,
	row: PaymentRow,
	facts: StripeState,
): Promise<PaymentRow> {
	let from = row;
	for (let attempt = 0; attempt < attempts; attempt++) {
		const change = transition(from, facts, services.now());
		const isNews = Object.entries(change.columns).some(
			([name, value]) => JSON.stringify(from[name as keyof PaymentRow]) !== JSON.stringify(value),
		);
		if (!isNews) return from;
		if (change.events.includes('payment.disputed')) await endAuthorization(services, from);
		const stored = await storeChange(services.database, from, { ...change, now: services.now() });
		if (stored.written) {
			services.announce(stored.waiting);
			return stored.row;
		}
		from = stored.row;
	}
	throw new Error('A payment changes too fast.');
}

/** By whatever mandate the disputed debit was made, and whether or not Stripe's event of it comes: before it is told. */
async function endAuthorization({ database, now, announce }: Services, row: PaymentRow): Promise<void> {
	const authorization = await findAuthorization(database, row.authorizationId);
	if (authorization) announce((await revoke(database, authorization, now())).waiting);
}

export const applyIntent = async (
	services: Services,
	{ stripe, row, intent }: { stripe: StripeClient; row: PaymentRow; intent: Stripe.PaymentIntent },
): Promise<PaymentRow> => applyState(services, row, await toStripeState(stripe, intent));

export async function refresh(services: Services, row: PaymentRow, id: string): Promise<PaymentRow> {
	const stripe = await services.stripe();
	const intent = await answerOf(stripe.paymentIntents.retrieve(id, { expand }));
	return applyIntent(services, { stripe, row, intent });
}

/**
 * Stripe has made it and not confirmed it: it may be about to, or it broke off. That is no answer yet: who asks again
 * with the same key is told.
 */
export const isUnconfirmed = ({ status, last_payment_error: error }: Stripe.PaymentIntent): boolean =>
	status.startsWith('requires_') && status !== 'requires_action' && error === null;

/**
 * What became of a debit that was asked for and never answered: Stripe may have it, under our id. It is looked for among
 * the Customer's, which Stripe lists at once; its search is late by a minute.
 */
export async function findIntent(
	stripe: StripeClient,
	{ id, customer, askedAt }: PaymentRow,
): Promise<Stripe.PaymentIntent | undefined> {
	if (customer === null || askedAt === null) return;
	const since = Math.floor(askedAt / 1000) - 3600;
	const list = stripe.paymentIntents.list({
		customer,
		created: { gte: since },
		limit: 100,
		expand: expand.map((path) => `data.${path}`),
	});
	let found: Stripe.PaymentIntent | undefined;
	await answerOf(
		list.autoPagingEach((intent) => {
			if (intent.metadata[ourName] === id) found = intent;
			return found === undefined;
		}),
	);
	return found;
}
