/**
 * How Stripe gets the account that is to be debited. `PAYMENT_ROUTE` chooses one of two routes; both end in a verified
 * payment method of the Customer's.
 */
import type { Stripe } from 'stripe';
import { trackStatus } from '../connections/track-status.ts';
import { freshBankAccountToken } from '../exchange/fresh-token.ts';
import type { Services } from '../services.ts';
import type { ConnectionRow } from '../store/schema.ts';
import type { StripeClient } from '../stripe/client.ts';
import { fromStripe, StripeFailure } from '../stripe/failure.ts';

export type AccountToAttach = {
	stripe: StripeClient;
	connection: ConnectionRow;
	/** Plaid's. */
	accountId: string;
	/** `cus_…` */
	customer: string;
	/** The account holder's name. */
	name: string;
};

/** Returns the payment method's id, `ba_…` or `pm_…`. Attaching an account that is attached already is harmless. */
export const attachPaymentMethod = (services: Services, account: AccountToAttach): Promise<string> =>
	services.config.paymentRoute === 'external_token'
		? attachByExternalToken(services, account)
		: attachByBankAccountToken(services, account);

/**
 * The default: Plaid creates a bank account token, and Stripe attaches it to the Customer, already verified. Plaid does
 * not name the account holder to Stripe, so we do.
 * @see https://plaid.com/docs/auth/partnerships/stripe/
 * @see https://docs.stripe.com/payments/ach-direct-debit/migrating-from-charges
 */
async function attachByBankAccountToken(services: Services, account: AccountToAttach): Promise<string> {
	const { connection, accountId } = account;
	for (let isFirst = true; ; isFirst = false) {
		const { token } = await freshBankAccountToken(services, connection, accountId);
		try {
			return await nameHolder(account, await attachToken(account, token));
		} catch (error) {
			// A token works once and for a limited time. A repeat of an attempt whose answer was lost may find it used:
			// then one more token settles it.
			if (!isFirst || !isTokenUsedUp(error)) throw error;
		}
	}
}

/** Returns the id of the token's bank account, `ba_…`. */
async function attachToken({ stripe, customer }: AccountToAttach, token: string): Promise<string> {
	try {
		return (await fromStripe(stripe.customers.createSource(customer, { source: token }))).id;
	} catch (error) {
		if (!(error instanceof StripeFailure) || error.error.code !== 'bank_account_exists') throw error;
		// Attached before, by an earlier payment, another connection or the merchant. The fingerprint finds it: it is the
		// same for every token of one account.
		const { bank_account: wanted } = await fromStripe(stripe.tokens.retrieve(token));
		const { data } = await fromStripe(
			stripe.customers.listSources(customer, { object: 'bank_account', limit: 100 }),
		);
		const attached = data.find(
			(source) => 'fingerprint' in source && source.fingerprint === wanted?.fingerprint,
		);
		if (!attached) throw error;
		return attached.id;
	}
}

async function nameHolder({ stripe, customer, name }: AccountToAttach, id: string): Promise<string> {
	const holder = { account_holder_name: name, account_holder_type: 'individual' as const };
	await fromStripe(stripe.customers.updateSource(customer, id, holder));
	return id;
}

function isTokenUsedUp(error: unknown): boolean {
	const { code, param } = error instanceof StripeFailure ? error.error : {};
	return code === 'token_already_used' || (code === 'resource_missing' && param === 'source');
}

const preview = { apiVersion: '2026-10-28.preview' };

/**
 * Plaid's processor token, passed to Stripe directly. **A preview of Stripe's** (API version `2026-10-28.preview`), tried
 * only against this project's sandbox. Not verified: the processor's name that Plaid expects (`stripe` is inferred),
 * which accounts may use it, whether a token can be used again, and how Stripe refuses one.
 * @see https://docs.stripe.com/changelog/endive/2026-10-28/us-bank-account-external-token-parameter-support
 * @see https://plaid.com/docs/api/processors/
 */
async function attachByExternalToken(services: Services, account: AccountToAttach): Promise<string> {
	const { stripe, connection, accountId: account_id, customer, name } = account;
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
			// The SDK's types do not have this parameter yet.
			external_token: { type: 'plaid_processor_token', plaid_processor_token: processor_token },
		},
	} as Stripe.PaymentMethodCreateParams;
	const { id } = await fromStripe(stripe.paymentMethods.create(method, preview));
	await fromStripe(stripe.paymentMethods.attach(id, { customer }));
	return id;
}
