/**
 * How Stripe is given the account that is to be debited: one setting (`PAYMENT_ROUTE`), two ways.
 */
import type { Services } from '../services.ts';
import type { ConnectionRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { byBankAccountToken } from './bank-account-token.ts';
import { byExternalToken } from './external-token.ts';

/** Gives the id of a verified payment method of that Customer's. It may be asked again at any time. */
export type PaymentRoute = (
	services: Services,
	given: {
		stripe: StripeClient;
		connection: ConnectionRow;
		accountId: string;
		customer: string;
		/** The account holder's. */
		name: string;
	},
) => Promise<string>;

export const attachPaymentMethod: PaymentRoute = (services, given) =>
	(services.config.paymentRoute === 'external_token' ? byExternalToken : byBankAccountToken)(services, given);
