/**
 * Rate limits per address and per session, by Cloudflare's rate limiting binding. Cloudflare counts per location and lets a
 * few more requests through than configured: the limits stop floods, they are not exact.
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { ApiError } from '../errors.ts';
import { sha256 } from '../store/encoding.ts';

/** The period of both bindings in wrangler.toml, in seconds. */
const retryAfter = 60;

/** Cloudflare sends the address. A loopback address means local development, which is not limited. */
export async function limitByAddress(c: Context<AppEnv>): Promise<void> {
	const address = c.req.header('CF-Connecting-IP');
	if (address && !/^(127\.|::1$)/.test(address))
		await count(c.env.LIMIT_BY_ADDRESS, `address:${networkOf(address)}`);
}

/** An IPv6 subscriber has at least 2^64 addresses, so all addresses with the same first four groups count as one. */
function networkOf(address: string): string {
	if (!address.includes(':') || address.includes('.')) return address;
	const [before = '', after] = address.split('::');
	const groups = before.split(':');
	if (after !== undefined) {
		const behind = after.split(':');
		while (groups.length + behind.length < 8) groups.push('0');
		groups.push(...behind);
	}
	return groups.slice(0, 4).join(':');
}

export const rateLimitByAddress = createMiddleware<AppEnv>(async function rateLimitByAddress(c, next) {
	await limitByAddress(c);
	await next();
});

/** Limits by the secret of a session or by a Link token. */
export async function limitBySession(c: Context<AppEnv>, secret: string | undefined): Promise<void> {
	if (secret !== undefined && c.env.LIMIT_BY_SESSION)
		await count(c.env.LIMIT_BY_SESSION, `session:${await sha256(secret)}`);
}

/** A limiter that is not bound or does not answer refuses nothing. */
async function count(limiter: RateLimit | undefined, key: string): Promise<void> {
	const counted = await limiter?.limit({ key }).catch(() => undefined);
	if (counted?.success === false) throw new ApiError('rate_limited', { retryAfter });
}
