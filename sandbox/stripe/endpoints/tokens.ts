/** Tokens of bank accounts. @see https://docs.stripe.com/api/tokens */
import { createBankAccountToken } from '../customers/bank-account-tokens.ts';
import { newBankAccount, readNumbers } from '../customers/bank-accounts.ts';
import { tokenJson } from '../customers/json.ts';
import { accountTypes, holderTypes } from '../customers/payment-methods.ts';
import type { StripeEndpoint } from '../endpoint.ts';
import { invalidParameter, missingParameter } from '../errors.ts';
import { requireRecord } from '../requests/find-record.ts';
import {
	fullName,
	optionalChoice,
	optionalHash,
	optionalText,
	requiredText,
} from '../requests/parameters.ts';

export const tokensRetrieve: StripeEndpoint = {
	permission: 'rak_token_read',
	parameters: [],
	returns: 'token',
	handle: (call) =>
		tokenJson(
			requireRecord(call, call.state.bankAccountTokens, { id: call.path.id, what: 'token', param: 'token' }),
		),
};

const bankAccountFields = [
	...['account_holder_name', 'account_holder_type', 'account_number', 'account_type', 'country', 'currency'],
	'routing_number',
];

/** Creates a token from account numbers, without Plaid. The account is `new`: micro-deposits verify it. */
export const tokensCreate: StripeEndpoint = {
	permission: 'rak_token_write',
	parameters: ['bank_account'],
	returns: 'token',
	handle: ({ state, livemode, parameters }) => {
		const fields = optionalHash(parameters, 'bank_account', bankAccountFields);
		if (!fields) throw missingParameter('bank_account');
		const country = requiredText(fields, 'country');
		if (country !== 'US') {
			throw invalidParameter(fullName(fields, 'country'), `Country '${country}' is unknown here: use US.`);
		}
		if (requiredText(fields, 'currency').toLowerCase() !== 'usd') {
			throw invalidParameter(
				fullName(fields, 'currency'),
				'Bank accounts in US must have usd as their currency.',
			);
		}
		const numbers = readNumbers(fields);
		const holderType = optionalChoice(fields, 'account_holder_type', holderTypes);
		const accountType = optionalChoice(fields, 'account_type', accountTypes);
		const id = state.ids.bankAccount();
		const bankAccount = newBankAccount(state, { id, livemode, status: 'new', ...numbers });
		bankAccount.accountHolderName = optionalText(fields, 'account_holder_name') ?? null;
		bankAccount.accountHolderType = holderType ?? null;
		bankAccount.accountType = accountType ?? null;
		return tokenJson(createBankAccountToken(state, { itemId: null, livemode, bankAccount }));
	},
};
