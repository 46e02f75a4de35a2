/** A public token becomes a bank account token; and another one later. */
import * as v from 'valibot';
import type { Account, Institution } from './accounts.ts';
import { text } from './fields.ts';

/** `POST /v1/bank_account_tokens` */
export const bankAccountTokenRequest = v.strictObject({
	link_token: text(200),
	public_token: text(200),
	/** The account that the shopper chose in Link; may be left out where the Item has a single usable one. */
	account_id: v.optional(text(200)),
	/** What Link told of the choice: only to notice, before the exchange, that it is connected already. */
	institution_id: v.optional(text(100)),
	account_name: v.optional(v.pipe(v.string(), v.maxLength(300))),
	account_mask: v.optional(v.pipe(v.string(), v.maxLength(10))),
	/** `ss_…`, the page's now: another user than the Link token's does not go on with what that one has left. */
	session: v.optional(text(100)),
});
export type BankAccountTokenRequest = v.InferInput<typeof bankAccountTokenRequest>;
export type BankAccountTokenAnswer = {
	/** `conn_…`: the merchant's server reads everything else under this id. */
	connection: string;
	/** `btok_…`: a Stripe bank account token, good for one use. */
	bank_account_token: string;
	account: Account;
	institution: Institution;
	livemode: boolean;
	/** The same user's standing connection to the same account, where there is one and it was noticed only now. */
	duplicate_of?: string;
	request_id: string;
};

/** `POST /v1/connections/:id/bank_account_tokens` */
export const freshTokenRequest = v.strictObject({
	/** By default the one that the shopper chose. */
	account_id: v.optional(text(200)),
});
export type FreshTokenRequest = v.InferInput<typeof freshTokenRequest>;
