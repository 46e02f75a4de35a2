import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { ApiError } from '../errors.ts';
import { limitByAddress } from './rate-limit.ts';

/**
 * Requires `Authorization: Bearer <API key>`.
 *
 * It compares digests, all of them and in constant time, so the time of the answer reveals neither the length of a key
 * nor its position.
 */
export const withApiKey = createMiddleware<AppEnv>(async function withApiKey(c, next) {
	const challenge = { 'WWW-Authenticate': 'Bearer' };
	const [, sent] = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? [];
	if (!sent) throw new ApiError('api_key_missing', { headers: challenge });

	const sentDigest = await digest(sent);
	let known = false;
	for (const key of c.get('config').apiKeys) {
		if (crypto.subtle.timingSafeEqual(sentDigest, await digest(key))) known = true;
	}
	if (!known) await limitByAddress(c);
	if (!known) throw new ApiError('api_key_invalid', { headers: challenge });
	await next();
});

const digest = (key: string): Promise<ArrayBuffer> =>
	crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
