import type { Services } from '../services.ts';
import type { PaymentRow } from '../store/schema.ts';
import { failureOf } from './decline-codes.ts';
import { applyState } from './sync.ts';

/**
 * Ends a payment that Stripe does not have, or has only as canceled before anybody confirmed it (`intent`), by whoever
 * owns its row: nothing was debited, and nothing will be.
 */
export const endUnsent = (
	services: Services,
	row: PaymentRow,
	why: { code: string; message?: string } | null = null,
	intent?: { id: string },
): Promise<PaymentRow> =>
	applyState(services, row, {
		status: 'canceled',
		failure: why && failureOf(why.code, why.message),
		sent: false,
		paymentIntent: intent?.id ?? null,
		mandate: null,
		dispute: null,
		refunds: [],
	});
