/**
 * The page at the sandbox's root: what it holds, refreshed by itself, and buttons for its controls. All of it is
 * served from memory; the buttons call the controls under `/_sandbox/`.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { partsOf } from './parts.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { page } from './view.ts';

/** Nothing but the page's own files, and nothing inline. */
const policy = [
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
		c.header('content-security-policy', policy);
		c.header('x-content-type-options', 'nosniff');
		c.header('referrer-policy', 'no-referrer');
		c.header('cache-control', 'no-store');
	});
	app.get('/', (c) => c.html(page(state)));
	app.get('/_sandbox/page/parts', (c) => c.html(html`${Object.values(partsOf(state))}`));
	app.get('/_sandbox/page/page.css', (c) =>
		c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }),
	);
	app.get('/_sandbox/page/page.js', (c) =>
		c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
	);
	return app;
}
