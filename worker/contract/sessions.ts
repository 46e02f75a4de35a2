/** `POST /v1/sessions`. */
import * as v from 'valibot';
import { type AuthorizationKind, authorizationKinds } from './authorizations.ts';
import { amount, clientUserId, personName, stripeCustomer, text } from './fields.ts';

/** `POST /v1/sessions` */
export const sessionRequest = v.strictObject({
	/** Your id of the user; Plaid is told it, so it must not be an e-mail address or a name. */
	client_user_id: clientUserId,
	stripe_customer: v.optional(stripeCustomer),
	/** Told to Plaid, so that Link need not ask. */
	name: v.optional(personName),
	email: v.optional(v.pipe(text(320), v.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address'))),
	/** Let this user connect an account that is connected already. */
	allow_duplicates: v.optional(v.boolean()),
	/** What the shopper is to authorize, for elements with `authorize`: by default one debit of an amount that is not named. */
	authorization: v.optional(
		v.strictObject({
			kind: v.picklist(authorizationKinds),
			/** In cents, as much as a payment can be of: the text names it, and no payment under the authorization may be of more. */
			amount: v.optional(v.pipe(amount, v.minValue(50), v.maxValue(99_999_999))),
		}),
	),
});
export type SessionRequest = v.InferInput<typeof sessionRequest>;
export type SessionAnswer = {
	id: string;
	object: 'session';
	/** `ss_…`: for the element's `session` attribute. It is told this once. */
	session: string;
	client_user_id: string;
	stripe_customer: string | null;
	allow_duplicates: boolean;
	authorization: { kind: AuthorizationKind; amount: number | null };
	expires_at: string;
	request_id: string;
};
