/**
 * Plaid's bank account token, attached to the Customer: the bank account comes verified and can be debited under a
 * mandate. Plaid does not tell who holds it, so that is filled in.
 * @see https://plaid.com/docs/auth/partnerships/stripe/
 * @see https://docs.stripe.com/payments/ach-direct-debit/migrating-from-charges
 */
import { freshBankAccountToken } from '../exchange/fresh-token.ts';
import type { StripeClient } from '../stripe/client.ts';
import { answerOf, StripeFailure } from '../stripe/failure.ts';
import type { PaymentRoute } from './payment-method.ts';

export const byBankAccountToken: PaymentRoute = async (services, given) => {
	const { stripe, connection, accountId, customer, name } = given;
	for (let again = true; ; again = false) {
		const { token } = await freshBankAccountToken(services, connection, accountId);
		try {
			const { id } = await answerOf(stripe.customers.createSource(customer, { source: token }));
			return await nameHolder(stripe, { customer, id, name });
		} catch (error) {
			const { code, param } = error instanceof StripeFailure ? error.error : {};
			if (code === 'bank_account_exists') {
				const id = await findAttached(stripe, { customer, token });
				if (id) return nameHolder(stripe, { customer, id, name });
			}
			// A token is good for one use, and for a while: a fresh one, once.
			const worn = code === 'token_already_used' || (code === 'resource_missing' && param === 'source');
			if (!worn || !again) throw error;
		}
	}
};

/** Attached by an earlier payment, or by one that never heard of it: told by the fingerprint of the account. */
async function findAttached(
	stripe: StripeClient,
	{ customer, token }: { customer: string; token: string },
): Promise<string | undefined> {
	const { bank_account: account } = await answerOf(stripe.tokens.retrieve(token));
	const { data } = await answerOf(
		stripe.customers.listSources(customer, { object: 'bank_account', limit: 100 }),
	);
	return data.find((source) => 'fingerprint' in source && source.fingerprint === account?.fingerprint)?.id;
}

async function nameHolder(
	stripe: StripeClient,
	{ customer, id, name }: { customer: string; id: string; name: string },
): Promise<string> {
	const holder = { account_holder_name: name, account_holder_type: 'individual' as const };
	await answerOf(stripe.customers.updateSource(customer, id, holder));
	return id;
}
