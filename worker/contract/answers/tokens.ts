/** The tokens that the element gets. */
import * as v from 'valibot';
import { type Answer, described, reference } from '../describe.ts';
import { account, institution } from './accounts.ts';
import { id, livemode, time } from './fields.ts';

/** `POST /v1/link_tokens` */
export const linkToken = v.strictObject({
	link_token: described(
		v.string(),
		'Plaid’s Link token. Open Link with it.',
		'link-sandbox-5e87d9b5-0a9b-4f34-9c2c-6b2c6f3f0f53',
	),
	expiration: time('When Plaid refuses to open Link with this token: four hours from now, as Plaid sets it.'),
});
export type LinkTokenAnswer = Answer<typeof linkToken>;

/** `POST /v1/bank_account_tokens`, `POST /v1/connections/:id/bank_account_tokens` */
export const bankAccountToken = v.strictObject({
	connection: id('conn', 'The connection. Your server reads everything else about it under this id.'),
	bank_account_token: described(
		v.pipe(v.string(), v.startsWith('btok_')),
		'A Stripe bank account token. Stripe accepts it once.',
		'btok_1Qx0f2B716b362c4b739732d',
	),
	account: reference(account, 'The account that the token stands for.'),
	institution: reference(institution, 'The bank that the account belongs to.'),
	livemode,
	duplicate_of: v.exactOptional(
		id(
			'conn',
			'The same user’s earlier connection to the same account. Present only if there is one and it was found after the exchange.',
		),
	),
});
export type BankAccountTokenAnswer = Answer<typeof bankAccountToken>;
