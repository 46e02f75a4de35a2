/** `POST /v1/link_tokens`. */
import * as v from 'valibot';
import { text } from './fields.ts';

/** The languages that Plaid Link speaks. @see https://plaid.com/docs/api/link/#linktokencreate */
export const languages = [
	'da',
	'de',
	'en',
	'es',
	'et',
	'fr',
	'hi',
	'it',
	'lt',
	'lv',
	'nl',
	'no',
	'pl',
	'pt',
	'ro',
	'sv',
	'vi',
] as const;
export type Language = (typeof languages)[number];

/** `POST /v1/link_tokens` */
export const linkTokenRequest = v.strictObject({
	/** `ss_…`, from `POST /v1/sessions`: who the shopper is. */
	session: v.optional(text(100)),
	/** Repair this connection (Link's update mode) instead of making one; needs a session of the same user. */
	connection: v.optional(text(100)),
	language: v.optional(v.picklist(languages)),
	/** Where an OAuth bank sends the shopper back to: a page of a listed origin, known to Plaid's dashboard. */
	redirect_uri: v.optional(
		v.pipe(
			v.string(),
			v.maxLength(2048),
			v.url(),
			v.check((url) => !/[?#]/.test(url), 'Plaid takes no query and no fragment in it'),
		),
	),
});
export type LinkTokenRequest = v.InferInput<typeof linkTokenRequest>;
export type LinkTokenAnswer = {
	link_token: string;
	/** When Plaid will refuse to open the token: ISO 8601. */
	expiration: string;
	request_id: string;
};
