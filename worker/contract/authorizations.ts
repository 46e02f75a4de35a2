/** The shopper's permission to debit an account. */
import * as v from 'valibot';
import { personName, text } from './fields.ts';

/** `one_time`: a single debit. `recurring`: as often as the merchant's terms say, until it is revoked. */
export const authorizationKinds = ['one_time', 'recurring'] as const;
export type AuthorizationKind = (typeof authorizationKinds)[number];

/**
 * `POST /v1/authorizations`: first without `accept`, for the text to show; then with it, once the shopper has agreed.
 * Offered again before that, the same stands; accepted again, the same answer comes.
 */
export const authorizationRequest = v.strictObject({
	link_token: text(200),
	connection: text(100),
	/** The account holder's, where nobody has told it yet (`holder_name_required`). */
	name: v.optional(personName),
	/** The `authorization` whose text was shown, and is agreed to. */
	accept: v.optional(text(100)),
	/** `ss_…`, the page's now: another user than the Link token's authorizes nothing of it. */
	session: v.optional(text(100)),
});
export type AuthorizationRequest = v.InferInput<typeof authorizationRequest>;
export type AuthorizationAnswer = {
	/** `auth_…` */
	authorization: string;
	/** In English, paragraphs separated by an empty line: what is shown is what is kept, to the letter. */
	text: string;
	/** Null as long as it is only offered. */
	accepted_at: string | null;
	request_id: string;
};

/** `GET /v1/authorizations/:id`, `POST /v1/authorizations/:id/revoke` */
export type Authorization = {
	id: string;
	object: 'authorization';
	connection: string;
	/** `used`: it was for one debit, and that was made. */
	status: 'offered' | 'accepted' | 'used' | 'revoked';
	kind: AuthorizationKind;
	/** What the text names, in cents; null where it names none. */
	amount: number | null;
	currency: 'usd';
	/** As it was shown. */
	text: string;
	text_version: string;
	/** The account holder's name. */
	name: string;
	accepted_at: string | null;
	/** Of the browser that accepted, as Stripe is told them with the mandate. */
	ip_address: string | null;
	user_agent: string | null;
	revoked_at: string | null;
	/** Stripe's, once a payment was made under it. */
	mandate: string | null;
	livemode: boolean;
	created_at: string;
	request_id: string;
};
