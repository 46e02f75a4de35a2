/** What the backend and Link answer in the tests. */
import type { LinkError } from '../../widget/flow/link.ts';
import {
	type AuthorizationAnswer,
	type BankAccountTokenAnswer,
	type ErrorAnswer,
	errorCatalog,
	type LinkTokenAnswer,
} from '../../worker/contract.ts';
import { clock } from './doubles.ts';

export const linkToken = (n = 1, minutes = 240): LinkTokenAnswer => ({
	link_token: `link-sandbox-${n}`,
	expiration: new Date(clock.at + minutes * 60_000).toISOString(),
	request_id: `req_link_${n}`,
});
export const bankAccount = (connection = 'conn_1'): BankAccountTokenAnswer => ({
	connection,
	bank_account_token: 'btok_1',
	account: { id: 'acc_1', name: 'Plaid Checking', mask: '0000', type: 'depository', subtype: 'checking' },
	institution: { id: 'ins_1', name: 'First Platypus Bank' },
	livemode: false,
	request_id: 'req_bank',
});
/** The text of the authorization, in three paragraphs. */
export const authorizationText =
	'Account holder: Zoë Doe\nAccount: First Platypus Bank, Plaid Checking, ending in 0000\nDate: November 21, 2026\n\n' +
	'By clicking “Accept”, you authorize Shop & Sons to debit the bank account specified above once, for 100% of the amount of your order.\n\n' +
	'You may revoke this authorization by giving notice to Shop & Sons before the debit is submitted to your bank.';
export const offer = (extra: Partial<AuthorizationAnswer> = {}): AuthorizationAnswer => ({
	authorization: 'auth_1',
	text: authorizationText,
	accepted_at: null,
	request_id: 'req_auth',
	...extra,
});
export const acceptedAt = '2026-11-21T00:00:07.000Z';
export const refusal = (
	code: ErrorAnswer['error']['code'],
	extra: Partial<ErrorAnswer['error']> = {},
): ErrorAnswer => ({
	error: {
		code,
		message: 'What happened and what to do.',
		display_message: null,
		retryable: false,
		recovery: errorCatalog[code].recovery,
		param: null,
		documentation_url: 'https://docs.example',
		request_id: 'req_refused',
		plaid: null,
		...extra,
	},
});

/** Link's error for a link token that is spent or expired. */
export const invalidLinkToken: LinkError = {
	error_type: 'INVALID_INPUT',
	error_code: 'INVALID_LINK_TOKEN',
	error_message: 'invalid link_token provided',
};
