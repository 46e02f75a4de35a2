import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';

/** All answers are data, never pages: browsers must not sniff, frame or store them, or leak their address. */
export const securityHeaders = createMiddleware<AppEnv>(async function securityHeaders(c, next) {
	c.header('X-Content-Type-Options', 'nosniff');
	c.header('Cache-Control', 'no-store');
	c.header('Referrer-Policy', 'no-referrer');
	c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
	c.header('Strict-Transport-Security', 'max-age=31536000');
	await next();
});
