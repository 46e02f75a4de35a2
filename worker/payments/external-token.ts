/**
 * Plaid's processor token, given to Stripe directly. **A preview of Stripe's** (API version `2026-10-28.preview`), and
 * only tried against this project's sandbox. Not verified: the processor's name that Plaid wants (`stripe` is inferred),
 * which accounts Stripe lets use it, whether such a token may be used again, and how Stripe refuses one.
 * @see https://docs.stripe.com/changelog/endive/2026-10-28/us-bank-account-external-token-parameter-support
 * @see https://plaid.com/docs/api/processors/
 */
import type { Stripe } from 'stripe';
import { trackStatus } from '../plaid/track-status.ts';
import { answerOf } from '../stripe/failure.ts';
import type { PaymentRoute } from './payment-method.ts';

const preview = { apiVersion: '2026-10-28.preview' };

export const byExternalToken: PaymentRoute = async (services, given) => {
	const { stripe, connection, accountId: account_id, customer, name } = given;
	const access_token = await services.seal.open(connection.accessToken, connection.id);
	const { processor_token } = await trackStatus(services, connection, {
		provesLogin: false,
		work: () => services.plaid.processorTokenCreate({ access_token, account_id, processor: 'stripe' }),
	});
	const method = {
		type: 'us_bank_account',
		billing_details: { name },
		us_bank_account: {
			account_holder_type: 'individual',
			// Not in the library's types yet.
			external_token: { type: 'plaid_processor_token', plaid_processor_token: processor_token },
		},
	} as Stripe.PaymentMethodCreateParams;
	const { id } = await answerOf(stripe.paymentMethods.create(method, preview));
	await answerOf(stripe.paymentMethods.attach(id, { customer }));
	return id;
};
