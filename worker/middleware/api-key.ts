import type { Context } from 'hono';
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
	if (!sentKey(c)) throw new ApiError('api_key_missing', { headers: challenge });
	if (!(await hasApiKey(c, c.get('config').apiKeys))) {
		await limitByAddress(c);
		throw new ApiError('api_key_invalid', { headers: challenge });
	}
	await next();
});

const sentKey = (c: Context<AppEnv>): string | undefined =>
	/^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];

/** Whether the request has one of these keys. */
export async function hasApiKey(c: Context<AppEnv>, keys: readonly string[]): Promise<boolean> {
	const sent = sentKey(c);
	if (!sent) return false;
	const sentDigest = await digest(sent);
	let known = false;
	for (const key of keys) {
		if (crypto.subtle.timingSafeEqual(sentDigest, await digest(key))) known = true;
	}
	return known;
}

const digest = (key: string): Promise<ArrayBuffer> =>
	crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
