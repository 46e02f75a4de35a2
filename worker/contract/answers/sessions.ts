/** A session. */
import * as v from 'valibot';
import { type Answer, described, nullable } from '../describe.ts';
import { authorizationKinds } from '../values.ts';
import { id, objectName, time } from './fields.ts';

export const session = described(
	v.strictObject({
		id: id('sess', 'The session’s id, for your logs. It is not a secret.'),
		object: objectName('session'),
		session: described(
			v.pipe(v.string(), v.startsWith('ss_')),
			'The secret for the element’s `session` attribute. It is shown only in this answer.',
			'ss_pVdX0kq3T5n8sGm1WwXy2AbCdEfGhIjK',
		),
		client_user_id: described(v.string(), 'Your id of the user.', 'user_17'),
		stripe_customer: nullable(
			v.string(),
			'The Stripe Customer of this user. Null if none was sent.',
			'cus_ABC123',
		),
		allow_duplicates: described(
			v.boolean(),
			'Whether this user may connect an account that they have connected already.',
		),
		authorization: described(
			v.strictObject({
				kind: described(v.picklist(authorizationKinds), 'A single debit, or recurring ones.'),
				amount: nullable(
					v.pipe(v.number(), v.integer()),
					'The largest amount of a payment, in cents. Null if the text names none.',
					6000,
				),
			}),
			'What the shopper is asked to authorize.',
		),
		expires_at: time('When the session ends: an hour after it was made.'),
	}),
	'Says to the element who the shopper is.',
);
export type SessionAnswer = Answer<typeof session>;
