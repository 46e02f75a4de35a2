import type { Desk } from '../desk.ts';
import type { PaymentRow } from '../store/schema.ts';
import { failureOf } from './failure-words.ts';
import { applyFacts } from './look.ts';

/**
 * Ends a payment that Stripe does not have, or has only as canceled before anybody confirmed it (`intent`), by whoever
 * owns its row: nothing was debited, and nothing will be.
 */
export const endUnsent = (
	desk: Desk,
	row: PaymentRow,
	why: { code: string; message?: string } | null = null,
	intent?: { id: string },
): Promise<PaymentRow> =>
	applyFacts(desk, row, {
		status: 'canceled',
		failure: why && failureOf(why.code, why.message),
		sent: false,
		paymentIntent: intent?.id ?? null,
		mandate: null,
		dispute: null,
		refunds: [],
	});
