/** A bank that a shopper has connected. */
import * as v from 'valibot';
import type { Account, Institution } from './accounts.ts';
import { clientUserId, pageCursor, pageLimit, stripeCustomer, text } from './fields.ts';

/** `GET /v1/connections` */
export const connectionsQuery = v.strictObject({
	client_user_id: v.optional(text(128)),
	status: v.optional(v.picklist(['active', 'login_required', 'pending_disconnect', 'revoked', 'removed'])),
	limit: pageLimit,
	cursor: pageCursor,
});
export type ConnectionsAnswer = {
	/** Newest first. */
	connections: Omit<Connection, 'request_id'>[];
	/** Send it as `cursor` for the next page; null on the last. */
	next_cursor: string | null;
	request_id: string;
};

/** `POST /v1/connections/:id` */
export const connectionUpdateRequest = v.strictObject({
	/** Claims a connection that belongs to nobody. */
	client_user_id: v.optional(clientUserId),
	stripe_customer: v.optional(stripeCustomer),
	/** Added to what is there; null takes a name out. */
	metadata: v.optional(
		v.pipe(
			v.record(
				v.pipe(v.string(), v.nonEmpty(), v.maxLength(40)),
				v.nullable(v.pipe(v.string(), v.maxLength(500))),
			),
			v.check((fields) => Object.keys(fields).length <= 50, 'it may have at most 50 names'),
		),
	),
});
export type ConnectionUpdateRequest = v.InferInput<typeof connectionUpdateRequest>;

/** `GET /v1/connections/:id`, `DELETE` */
export const connectionQuery = v.strictObject({});
export type Connection = {
	id: string;
	object: 'connection';
	/** Your id of the user; null as long as nobody has claimed it. */
	client_user_id: string | null;
	stripe_customer: string | null;
	metadata: Record<string, string>;
	status: ConnectionStatus;
	/** Since when it has been in that status. */
	status_since: string;
	/** When the bank will end the access, where it said so. */
	disconnect_at: string | null;
	/** `renew`: what Stripe has of the account is no longer good; ask for a fresh bank account token. */
	bank_account_token: BankAccountTokenState;
	/** The account that the shopper chose; null as long as Plaid has not confirmed one. */
	account: Account | null;
	institution: Institution;
	/** The newest authorization that stands (`auth_…`): accepted and not revoked; null where there is none. */
	authorization: string | null;
	livemode: boolean;
	created_at: string;
	request_id: string;
};
export type ConnectionStatus = 'active' | 'login_required' | 'pending_disconnect' | 'revoked' | 'removed';
export type BankAccountTokenState = 'fresh' | 'renew';
