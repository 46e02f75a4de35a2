/**
 * `/processor/token/create`. Stripe takes such tokens in a preview; the name to ask for them with is not
 * published, and `stripe` is inferred.
 * @see https://plaid.com/docs/api/processors/
 */
import type { ProcessorTokenCreateResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { oneOf, text } from '../fields.ts';
import { findHealthyItem } from '../items.ts';
import type { Wire } from '../wire.ts';
import { chosenAccounts } from './accounts.ts';
import { accountId, requireUsableAccount } from './stripe-bank-account-token.ts';

export const processors = [
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
		requireUsableAccount(item, chosenAccounts(item, [account_id])[0]);
		const token = state.ids.processorToken();
		state.processorTokens.set(token, { itemId: item.itemId, accountId: account_id, processor });
		return {
			processor_token: token,
			request_id: requestId,
		} satisfies Wire<ProcessorTokenCreateResponse>;
	},
);
