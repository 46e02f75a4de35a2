import { type Check, unknown } from '../check.ts';

/** @see https://plaid.com/docs/auth/partnerships/stripe/ */
export const enablement: Check = async () => [
	unknown(
		'plaid_with_payment_intents',
		'Stripe has to enable Plaid’s tokens for PaymentIntents by hand, and no API tells whether it has.',
		'If you have no answer to your mail to plaid-referral@stripe.com, write it: `npm run setup` shows the text.',
	),
];
