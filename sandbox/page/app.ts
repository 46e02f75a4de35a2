/**
 * The page at the sandbox's root. It shows what the sandbox stores, refreshes itself, and has buttons that call the
 * controls under `/_sandbox/`.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { renderPage } from './page.ts';
import { pageParts } from './parts.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** Allows only the page's own files, and nothing inline. */
const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	"img-src 'self' data:",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

export function pageApp(state: State): Hono {
	const app = new Hono();
	app.use(async (c, next) => {
		await next();
		c.header('content-security-policy', contentSecurityPolicy);
		c.header('x-content-type-options', 'nosniff');
		c.header('referrer-policy', 'no-referrer');
		c.header('cache-control', 'no-store');
	});
	app.get('/', (c) => c.html(renderPage(state)));
	app.get('/_sandbox/page/parts', (c) => c.html(html`${Object.values(pageParts(state))}`));
	app.get('/_sandbox/page/page.css', (c) =>
		c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }),
	);
	app.get('/_sandbox/page/page.js', (c) =>
		c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
	);
	return app;
}
