import type { Payment } from '../contract.ts';
import type { PaymentRow } from '../store/schema.ts';

/** A payment as the API returns it. */
export const paymentToJson = (row: PaymentRow): Omit<Payment, 'request_id'> => ({
	id: row.id,
	object: 'payment',
	connection: row.connectionId,
	authorization: row.authorizationId,
	amount: row.amount,
	amount_refunded: row.amountRefunded,
	currency: 'usd',
	purpose: row.purpose,
	description: row.description,
	metadata: row.metadata,
	status: row.status,
	status_since: new Date(row.statusSince).toISOString(),
	failure: row.failure,
	next_action: row.nextAction,
	refunds: row.refunds,
	history: row.history,
	stripe: {
		payment_intent: row.paymentIntent,
		customer: row.customer,
		payment_method: row.paymentMethod,
		mandate: row.mandate,
		dispute: row.dispute,
	},
	livemode: row.livemode,
	created_at: new Date(row.createdAt).toISOString(),
});
