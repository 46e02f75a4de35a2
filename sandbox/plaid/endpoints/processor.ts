/**
 * `/processor/…`: tokens with which a partner, such as Stripe, uses one account of an Item.
 * @see https://plaid.com/docs/api/processors/
 */
import type { ProcessorStripeBankAccountTokenCreateResponse, ProcessorTokenCreateResponse } from 'plaid';
import * as v from 'valibot';
import { createBankAccountToken } from '../../stripe/customers/bank-account-tokens.ts';
import { isAuthAccount } from '../accounts.ts';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { accountId, oneOf, text } from '../fields.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct, verificationOf } from '../products.ts';
import type { Account, Item } from '../records.ts';
import type { Wire } from '../wire.ts';
import { selectAccounts } from './accounts.ts';

/** Plaid's Sandbox always returns a token of Stripe's test account 000123456789 at 110000000. */
export const processorStripeBankAccountTokenCreate = endpoint(
	v.strictObject({ access_token: text, account_id: accountId }),
	({ state, clientId, requestId }, { access_token, account_id }) => {
		const item = findHealthyItem(state, clientId, access_token);
		if (!state.stripe.linked) throw notEnabled('Stripe');
		const [account] = selectAccounts(item, [account_id]);
		requireUsableAccount(item, account);
		const token = createBankAccountToken(state, {
			itemId: item.itemId,
			livemode: state.stripe.mode === 'live',
		});
		return {
			stripe_bank_account_token: token.id,
			request_id: requestId,
		} satisfies Wire<ProcessorStripeBankAccountTokenCreateResponse>;
	},
);

/**
 * Plaid's published processors, and `stripe`. Stripe accepts processor tokens in a preview; the name to request
 * them with is not published, so `stripe` is inferred.
 */
const processors = [
	...(['dwolla', 'galileo', 'modern_treasury', 'ocrolus', 'vesta', 'drivewealth', 'vopay', 'achq'] as const),
	...(['check', 'checkbook', 'circle', 'sila_money', 'rize', 'svb_api', 'unit', 'wyre', 'lithic'] as const),
	...(['alpaca', 'astra', 'moov', 'treasury_prime', 'marqeta', 'checkout', 'solid', 'highnote'] as const),
	...(['gemini', 'apex_clearing', 'gusto', 'adyen', 'atomic', 'i2c', 'wepay', 'riskified', 'utb'] as const),
	...(['adp_roll', 'fortress_trust', 'bond', 'bakkt', 'teal', 'zero_hash', 'taba_pay', 'knot'] as const),
	...(['sardine', 'alloy', 'finix', 'stripe'] as const),
] as const;

export const processorTokenCreate = endpoint(
	v.strictObject({ access_token: text, account_id: accountId, processor: oneOf(processors) }),
	({ state, clientId, requestId }, { access_token, account_id, processor }) => {
		const item = findHealthyItem(state, clientId, access_token);
		requireUsableAccount(item, selectAccounts(item, [account_id])[0]);
		const token = state.ids.processorToken();
		state.processorTokens.set(token, { itemId: item.itemId, accountId: account_id, processor });
		return {
			processor_token: token,
			request_id: requestId,
		} satisfies Wire<ProcessorTokenCreateResponse>;
	},
);

/** Throws Plaid's refusal if a partner cannot use the account. */
function requireUsableAccount(item: Item, account: Account | undefined): void {
	if (!account || !isAuthAccount(account)) throw refuse('ITEM_NOT_SUPPORTED');
	const verification = verificationOf(account);
	if (verification === 'pending') throw refuse('PRODUCT_NOT_READY');
	if (verification === 'failed') throw refuse('NO_AUTH_ACCOUNTS');
	requireProduct(item, 'auth');
}

/** The refusal for a partner that is not connected in Plaid's dashboard. */
const notEnabled = (partner: string) =>
	refuse(
		'INVALID_PRODUCT',
		`The provided API keys are not enabled for the ${partner} integration. Please see https://dashboard.plaid.com/developers/integrations to enable your keys for this integration.`,
	);
