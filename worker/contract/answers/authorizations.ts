/** The shopper's permission to debit an account. */
import * as v from 'valibot';
import { type Answer, described, nullable } from '../describe.ts';
import { authorizationKinds, authorizationStatuses } from '../values.ts';
import { id, livemode, objectName, time, timeOrNull } from './fields.ts';

const shownText = described(
	v.string(),
	'The text of the authorization, in English, paragraphs separated by an empty line. Show it to the letter: this is what is stored.',
);

/** `POST /v1/authorizations` */
export const authorizationOffer = v.strictObject({
	authorization: id('auth', 'The authorization. Send it as `accept` once the shopper has agreed.'),
	text: shownText,
	accepted_at: timeOrNull('When the shopper accepted. Null as long as it is only offered.'),
});
export type AuthorizationAnswer = Answer<typeof authorizationOffer>;

export const authorization = described(
	v.strictObject({
		id: id('auth', 'The authorization’s id.'),
		object: objectName('authorization'),
		connection: id('conn', 'The connection whose account may be debited.'),
		status: described(
			v.picklist(authorizationStatuses),
			'`offered`: shown, not accepted yet. `accepted`: payments can be made under it. `used`: it was for one debit, which was made. `revoked`: no payment can be made under it.',
		),
		kind: described(
			v.picklist(authorizationKinds),
			'`one_time`: a single debit. `recurring`: as many as your terms say, until it is revoked.',
		),
		amount: nullable(
			v.pipe(v.number(), v.integer()),
			'The amount that the text names, in cents. No payment under it may be larger. Null if the text names none.',
			6000,
		),
		currency: described(v.literal('usd'), 'Always `usd`: ACH debits are in US dollars.'),
		text: described(v.string(), 'The text, exactly as the shopper saw it.'),
		text_version: described(v.string(), 'The version of the text’s template.', '2026-11-21'),
		name: described(v.string(), 'The account holder’s name, as the text has it.', 'Zoë Doe'),
		accepted_at: timeOrNull('When the shopper accepted. Null before that.'),
		ip_address: nullable(
			v.string(),
			'The address of the browser that accepted, as Stripe gets it with the mandate. Null before that.',
			'203.0.113.9',
		),
		user_agent: nullable(
			v.string(),
			'The user agent of the browser that accepted, as Stripe gets it with the mandate. Null before that.',
		),
		revoked_at: timeOrNull('When it was revoked. Null if it was not.'),
		mandate: nullable(
			v.string(),
			'Stripe’s Mandate. Null until a payment was made under this authorization.',
			'mandate_1Qx0f2B716b362c4',
		),
		livemode,
		created_at: time('When it was offered first.'),
	}),
	'A shopper’s permission to debit the account of a connection.',
);
/** As it is answered alone. */
export type Authorization = Answer<typeof authorization>;
