/** What the merchant's server sends about sessions and connections. */
import * as v from 'valibot';
import { described } from '../describe.ts';
import { authorizationKinds, connectionStatuses } from '../values.ts';
import { amount, clientUserId, pageCursor, pageLimit, personName, stripeCustomer, text } from './fields.ts';

/** `POST /v1/sessions` */
export const sessionRequest = v.strictObject({
	client_user_id: described(
		clientUserId,
		'Your id of the user. Plaid gets it, so it must not be a name or an e-mail address.',
		'user_17',
	),
	stripe_customer: v.optional(
		described(
			stripeCustomer,
			'The Stripe Customer of this user. Without it, one is made for the first payment.',
		),
	),
	name: v.optional(
		described(
			personName,
			'The account holder’s name, on one line. It is in the authorization’s text; Plaid gets it, so that Link need not ask.',
			'Zoë Doe',
		),
	),
	email: v.optional(
		described(
			v.pipe(text(320), v.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')),
			'The user’s e-mail address. Plaid gets it, so that Link need not ask.',
			'zoe@example.com',
		),
	),
	allow_duplicates: v.optional(
		described(
			v.boolean(),
			'Lets this user connect an account that they have connected already. Defaults to false.',
		),
	),
	authorization: v.optional(
		described(
			v.strictObject({
				kind: described(
					v.picklist(authorizationKinds),
					'`one_time`: a single debit. `recurring`: as many as your terms say, until it is revoked.',
				),
				amount: v.optional(
					described(
						v.pipe(amount, v.minValue(50), v.maxValue(99_999_999)),
						'In cents. The text names it, and no payment under the authorization may be larger. Without it, the text names no amount.',
						6000,
					),
				),
			}),
			'What the shopper is asked to authorize by an element with `authorize`. Defaults to one debit without an amount.',
		),
	),
});
export type SessionRequest = v.InferInput<typeof sessionRequest>;

/** `GET /v1/connections` */
export const connectionsQuery = v.strictObject({
	client_user_id: v.optional(described(text(128), 'Return only the connections of this user of yours.')),
	status: v.optional(described(v.picklist(connectionStatuses), 'Return only connections in this status.')),
	limit: pageLimit,
	cursor: pageCursor,
});

/** `POST /v1/connections/:id` */
export const connectionUpdateRequest = v.strictObject({
	client_user_id: v.optional(
		described(
			clientUserId,
			'Claims the connection for this user of yours. Possible once, and only if it belongs to nobody.',
			'user_17',
		),
	),
	stripe_customer: v.optional(
		described(stripeCustomer, 'The Stripe Customer that payments of this connection are made for.'),
	),
	metadata: v.optional(
		described(
			v.pipe(
				v.record(
					v.pipe(v.string(), v.nonEmpty(), v.maxLength(40)),
					v.nullable(v.pipe(v.string(), v.maxLength(500))),
				),
				v.check((fields) => Object.keys(fields).length <= 50, 'it may have at most 50 names'),
			),
			'Your own data: up to 50 names of 40 characters, values of 500. Added to what is stored; null removes a name.',
			{ order: '42' },
		),
	),
});
export type ConnectionUpdateRequest = v.InferInput<typeof connectionUpdateRequest>;

/** `GET /v1/connections/:id/accounts` */
export const accountsQuery = v.strictObject({
	balances: v.optional(
		described(
			v.picklist(['cached', 'live']),
			'`cached` returns the balances that Plaid saw last. `live` asks the bank, which may take half a minute.',
		),
		'cached',
	),
});

/** `GET /v1/connections/:id/transactions` */
export const transactionsQuery = v.strictObject({
	cursor: v.optional(
		described(
			text(2000),
			'The `next_cursor` of the previous answer. Without it, the answer begins with the oldest transaction.',
		),
	),
});

/** `POST /v1/connections/:id/bank_account_tokens` */
export const freshTokenRequest = v.strictObject({
	account_id: v.optional(
		described(
			text(200),
			'Plaid’s id of an account of this bank login. Defaults to the account that the shopper chose.',
		),
	),
});
export type FreshTokenRequest = v.InferInput<typeof freshTokenRequest>;
