/**
 * `/processor/stripe/bank_account_token/create`: a Stripe token of a verified bank account, for one use.
 * Plaid's Sandbox always gives Stripe's test account 000123456789 at 110000000, whatever the account is.
 * @see https://plaid.com/docs/auth/partnerships/stripe/
 */
import type { ProcessorStripeBankAccountTokenCreateResponse } from 'plaid';
import * as v from 'valibot';
import { createBankAccountToken } from '../../stripe/bank-account-tokens.ts';
import { isAuthAccount } from '../accounts.ts';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { text } from '../fields.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct, verificationOf } from '../products.ts';
import type { Account, Item } from '../records.ts';
import type { Wire } from '../wire.ts';
import { chosenAccounts } from './accounts.ts';

export const accountId = v.pipe(text, v.regex(/^[A-Za-z0-9]{37}$/, 'must be a valid account ID'));

export const stripeBankAccountTokenCreate = endpoint(
	v.strictObject({ access_token: text, account_id: accountId }),
	({ state, clientId, requestId }, { access_token, account_id }) => {
		const item = findHealthyItem(state, clientId, access_token);
		if (!state.stripe.linked) throw notEnabled('Stripe');
		const [account] = chosenAccounts(item, [account_id]);
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

/** Throws what a partner's token of an account is refused with. */
export function requireUsableAccount(item: Item, account: Account | undefined): void {
	if (!account || !isAuthAccount(account)) throw refuse('ITEM_NOT_SUPPORTED');
	const verification = verificationOf(account);
	if (verification === 'pending') throw refuse('PRODUCT_NOT_READY');
	if (verification === 'failed') throw refuse('NO_AUTH_ACCOUNTS');
	requireProduct(item, 'auth');
}

/** A partner that was not connected in Plaid's dashboard. */
const notEnabled = (partner: string) =>
	refuse(
		'INVALID_PRODUCT',
		`The provided API keys are not enabled for the ${partner} integration. Please see https://dashboard.plaid.com/developers/integrations to enable your keys for this integration.`,
	);
