/** What the element sends. */
import * as v from 'valibot';
import { described } from '../describe.ts';
import { languages } from '../values.ts';
import { personName, text, wholeNumber } from './fields.ts';

/** `POST /v1/link_tokens` */
export const linkTokenRequest = v.strictObject({
	session: v.optional(
		described(
			text(100),
			'The `session` secret (`ss_…`) from `POST /v1/sessions`. It says who the shopper is; without it, the connection belongs to nobody until your server claims it.',
		),
	),
	connection: v.optional(
		described(
			text(100),
			'The id of a connection (`conn_…`) to repair: Link opens in update mode. Needs a `session` of the same user.',
		),
	),
	language: v.optional(
		described(v.picklist(languages), 'The language that Link speaks. Defaults to `en`.', 'en'),
	),
	redirect_uri: v.optional(
		described(
			v.pipe(
				v.string(),
				v.maxLength(2048),
				v.url(),
				v.check((url) => !/[?#]/.test(url), 'Plaid takes no query and no fragment in it'),
			),
			'Where a bank with OAuth sends the shopper back: an https page of an origin in `ALLOWED_ORIGINS`, without query or fragment, and listed in Plaid’s dashboard. Defaults to `REDIRECT_URI`.',
			'https://shop.example/checkout',
		),
	),
});
export type LinkTokenRequest = v.InferInput<typeof linkTokenRequest>;

/** `POST /v1/bank_account_tokens` */
export const bankAccountTokenRequest = v.strictObject({
	link_token: described(text(200), 'The Link token that Link was opened with.'),
	public_token: described(
		text(200),
		'The public token that Link returned. It is exchanged once; sending it again returns the same answer.',
	),
	account_id: v.optional(
		described(
			text(200),
			'Plaid’s id of the account that the shopper chose in Link. May be left out if the bank login has a single account that can be used.',
		),
	),
	institution_id: v.optional(
		described(
			text(100),
			'Plaid’s id of the bank, from Link’s metadata. With the account’s name and mask, a duplicate connection is found before the exchange.',
			'ins_109508',
		),
	),
	account_name: v.optional(
		described(
			v.pipe(v.string(), v.maxLength(300)),
			'The name of the chosen account, from Link’s metadata. Used to find duplicates.',
			'Plaid Checking',
		),
	),
	account_mask: v.optional(
		described(
			v.pipe(v.string(), v.maxLength(10)),
			'The mask of the chosen account, from Link’s metadata. Used to find duplicates.',
			'0000',
		),
	),
	session: v.optional(
		described(
			text(100),
			'The page’s session (`ss_…`) at this moment. If it belongs to another user than the Link token, the answer is `link_session_not_found`.',
		),
	),
});
export type BankAccountTokenRequest = v.InferInput<typeof bankAccountTokenRequest>;

/**
 * `POST /v1/authorizations`. The element sends it first without `accept`, for the text to show, then with it, once the
 * shopper has agreed. Both may be repeated: the offer stays the same, and so does the acceptance.
 */
export const authorizationRequest = v.strictObject({
	link_token: described(
		text(200),
		'The Link token with which the shopper connected or repaired this connection.',
	),
	connection: described(text(100), 'The id of the connection (`conn_…`) whose account is to be debited.'),
	name: v.optional(
		described(
			personName,
			'The account holder’s name, on one line. Needed if the session has none (`holder_name_required`).',
			'Zoë Doe',
		),
	),
	accept: v.optional(
		described(
			text(100),
			'The `authorization` of the earlier answer (`auth_…`), once the shopper has agreed to its text.',
		),
	),
	session: v.optional(
		described(
			text(100),
			'The page’s session (`ss_…`) at this moment. If it belongs to another user than the Link token, the answer is `link_session_not_found`.',
		),
	),
});
export type AuthorizationRequest = v.InferInput<typeof authorizationRequest>;

/** `GET /v1/institutions` */
export const institutionsQuery = v.strictObject({
	query: v.optional(
		described(
			text(100),
			'Part of a bank’s name. Without it, all banks are listed in Plaid’s order.',
			'Platypus',
		),
	),
	products: v.optional(
		described(
			v.pipe(text(200), v.regex(/^[a-z_]+( *, *[a-z_]+)*$/, 'must be products, such as `auth,identity`')),
			'Plaid products that the bank must support, separated by commas. Defaults to `PRODUCTS`.',
			'auth,identity',
		),
	),
	offset: v.optional(
		wholeNumber(
			{ minimum: 0, maximum: 999_999 },
			{
				description: 'How many banks to skip. A search has one page and ignores it.',
				default: 0,
				examples: [50],
			},
		),
	),
});
