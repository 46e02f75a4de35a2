import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { type SessionAnswer, sessionRequest } from '../contract.ts';
import { newSecret, newSessionId, storeSession } from '../store/sessions.ts';
import { bodyOf } from './parameters.ts';

/** `POST /v1/sessions`: the merchant's server says who the shopper is, and gets a secret for the element. */
export async function createSession(c: Context<AppEnv>): Promise<Response> {
	const request = await bodyOf(c, sessionRequest);
	const { client_user_id, stripe_customer, name, email, allow_duplicates } = request;
	const { kind, amount = null } = request.authorization ?? { kind: 'one_time' };
	const id = newSessionId();
	const secret = newSecret();
	const person =
		name === undefined && email === undefined
			? null
			: await c.get('seal').seal(JSON.stringify({ name, email }), id);
	const { expiresAt } = await storeSession(c.get('database'), {
		id,
		secret,
		clientUserId: client_user_id,
		stripeCustomer: stripe_customer ?? null,
		person,
		allowDuplicates: allow_duplicates ?? false,
		authorizationKind: kind,
		authorizationAmount: amount,
		now: c.get('now')(),
	});
	const answer: SessionAnswer = {
		id,
		object: 'session',
		session: secret,
		client_user_id,
		stripe_customer: stripe_customer ?? null,
		allow_duplicates: allow_duplicates ?? false,
		authorization: { kind, amount },
		expires_at: new Date(expiresAt).toISOString(),
		request_id: c.get('requestId'),
	};
	return c.json(answer, 201);
}
