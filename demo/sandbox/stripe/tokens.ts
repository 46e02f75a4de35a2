import { findBankAccountToken } from './bank-account-tokens.ts';
import type { StripeEndpoint } from './endpoint.ts';
import { tokenObject } from './objects.ts';

/** @see https://docs.stripe.com/api/tokens/retrieve */
export const tokensRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/tokens/:id',
	permission: 'rak_token_read',
	parameters: [],
	returns: 'token',
	answer: ({ state, livemode, path }) => tokenObject(findBankAccountToken(state, path['id'] ?? '', livemode)),
};
