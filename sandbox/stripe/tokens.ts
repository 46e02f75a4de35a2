/** Tokens. @see https://docs.stripe.com/api/tokens */
import { createBankAccountToken, findBankAccountToken } from './bank-account-tokens.ts';
import { newBankAccount, readNumbers } from './bank-accounts.ts';
import type { StripeEndpoint } from './endpoint.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import { tokenObject } from './objects.ts';
import { optionalChoice, optionalHash, optionalText, requiredText } from './parameters.ts';

export const tokensRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/tokens/:id',
	permission: 'rak_token_read',
	parameters: [],
	returns: 'token',
	answer: ({ state, livemode, path }) => tokenObject(findBankAccountToken(state, path.id ?? '', livemode)),
};

const accountFields = [
	...['account_holder_name', 'account_holder_type', 'account_number', 'account_type', 'country', 'currency'],
	'routing_number',
];

/** A token of an account by its numbers, without Plaid: it comes `new` and wants micro-deposits. */
export const tokensCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/tokens',
	permission: 'rak_token_write',
	parameters: ['bank_account'],
	returns: 'token',
	answer: ({ state, livemode, parameters }) => {
		const given = optionalHash(parameters, 'bank_account', accountFields);
		if (!given) throw missingParameter('bank_account');
		const text = (name: string) => requiredText(given, name, `bank_account[${name}]`);
		if (text('country') !== 'US') {
			throw invalidParameter(
				'bank_account[country]',
				`Country '${text('country')}' is unknown here: use US.`,
			);
		}
		if (text('currency').toLowerCase() !== 'usd') {
			throw invalidParameter(
				'bank_account[currency]',
				'Bank accounts in US must have usd as their currency.',
			);
		}
		const { routingNumber, accountNumber } = readNumbers(given, 'bank_account');
		const holderType = optionalChoice(
			given,
			'account_holder_type',
			['individual', 'company'],
			'bank_account[account_holder_type]',
		);
		const accountType = optionalChoice(
			given,
			'account_type',
			['checking', 'savings'],
			'bank_account[account_type]',
		);
		const id = state.ids.bankAccount();
		const bankAccount = newBankAccount(state, { id, livemode, status: 'new', accountNumber, routingNumber });
		bankAccount.accountHolderName = optionalText(given, 'account_holder_name') ?? null;
		bankAccount.accountHolderType = holderType ?? null;
		bankAccount.accountType = accountType ?? null;
		return tokenObject(createBankAccountToken(state, { itemId: null, livemode, bankAccount }));
	},
};
