/**
 * How often one may ask, by Cloudflare's rate limiting binding: per address, and per session. Both are counted per
 * Cloudflare location and let a few more through than they say; they stop floods, they do not meter.
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { ApiError } from '../errors.ts';
import { sha256 } from '../store/encoding.ts';

/** The period of both bindings in wrangler.toml, in seconds. */
const retryAfter = 60;

/** Cloudflare tells the address. Only a Worker that runs on this machine sees one of this machine: it is not limited. */
export async function limitByAddress(c: Context<AppEnv>): Promise<void> {
	const address = c.req.header('CF-Connecting-IP');
	if (address && !/^(127\.|::1$)/.test(address))
		await count(c.env.LIMIT_BY_ADDRESS, `address:${networkOf(address)}`);
}

/** Of IPv6, one subscriber has at least the 2^64 addresses of a network: its first four groups are counted as one. */
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

/** The secret is a session's or a Link token's. */
export async function limitBySession(c: Context<AppEnv>, secret: string | undefined): Promise<void> {
	if (secret !== undefined && c.env.LIMIT_BY_SESSION)
		await count(c.env.LIMIT_BY_SESSION, `session:${await sha256(secret)}`);
}

/** A limiter that is not bound, or does not answer, stops nobody. */
async function count(limiter: RateLimit | undefined, key: string): Promise<void> {
	const counted = await limiter?.limit({ key }).catch(() => undefined);
	if (counted?.success === false) throw new ApiError('rate_limited', { retryAfter });
}
