import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { ApiError } from '../errors.ts';
import { limitByAddress } from './rate-limit.ts';

/**
 * For the merchant's routes: `Authorization: Bearer <API key>`.
 *
 * Digests are compared, all of them and in constant time: neither a key's length nor its place shows in the answer's time.
 */
export const withApiKey = createMiddleware<AppEnv>(async function withApiKey(c, next) {
	const challenge = { 'WWW-Authenticate': 'Bearer' };
	const [, given] = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? [];
	if (!given) throw new ApiError('api_key_missing', { headers: challenge });

	const givenDigest = await digest(given);
	let known = false;
	for (const key of c.get('config').apiKeys) {
		if (crypto.subtle.timingSafeEqual(givenDigest, await digest(key))) known = true;
	}
	if (!known) await limitByAddress(c);
	if (!known) throw new ApiError('api_key_invalid', { headers: challenge });
	await next();
});

const digest = (key: string): Promise<ArrayBuffer> =>
	crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
