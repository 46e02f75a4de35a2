import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, MiddlewareHandler } from 'hono';
import { contentSecurityPolicy, docsPolicy } from './policy.ts';
import type { Html } from './views/basket.ts';

/** Where `npm run build` puts them. */
export const builtPages = join(import.meta.dirname, '../../dist/shop');
export const builtDocs = join(import.meta.dirname, '../../dist/docs');

/** The names that stand in the pages as they are written, for what differs from place to place. */
const written = {
	backend: 'https://bank.shop.example',
	linkScript: / link-script="[^"]*"/,
	nonce: 'nonce-of-this-answer',
	order: 'order-of-this-checkout',
	session: 'session-of-this-checkout',
	tag: /<plaid-stripe-connect\b[^>]*><\/plaid-stripe-connect>/,
	part: (name: string) => `<div data-part="${name}"></div>`,
	sandboxOnly: /<section data-only="sandbox"[\s\S]*?<\/section>/,
};

export type PageName =
	| 'index.html'
	| 'basket.html'
	| 'order.html'
	| 'success.html'
	| 'playground.html'
	| 'preview.html';

export type Variation = {
	/** Forbids Link's script, as an ad blocker would. */
	withoutLink?: boolean;
	/** What is paid for, or was. */
	order?: string;
	/** The element's; where it is null, paying by bank is not possible just now. */
	session?: string | null;
	/** By their names: what the server writes into the page. */
	parts?: Record<string, Html>;
	/** Whether the page has what only the sandbox can do. */
	sandbox?: boolean;
};

export type Pages = { serve(c: Context, name: PageName, variation?: Variation): Promise<Response> };

const notPossible = `<div class="failure">
	<p><strong>Paying by bank is not possible just now.</strong></p>
	<p>Nothing is lost. Please try again in a moment.</p>
	<a class="button" href="">Try again</a>
</div>`;

/** The shop's pages, each with the addresses of this shop's backend and Link, and a policy for its own eyes. */
export function createPages(folder: string, backendUrl: string, sandboxUrl: string | null): Pages {
	const linkScript = sandboxUrl ? ` link-script="${sandboxUrl}/link/v2/stable/link-initialize.js"` : '';
	return {
		async serve(c, name, { withoutLink = false, order, session, parts = {}, sandbox = false } = {}) {
			if (!existsSync(join(folder, name))) {
				return c.text('The pages of the shop are not built yet: run `npm run build`.', 500);
			}
			const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
			let page = (await readFile(join(folder, name), 'utf8'))
				.replaceAll(written.backend, backendUrl)
				.replaceAll(written.nonce, nonce)
				.replace(written.linkScript, linkScript);
			if (order) page = page.replace(written.order, order);
			if (session === null) page = page.replace(written.tag, notPossible);
			else if (session) page = page.replace(written.session, session);
			if (!sandbox) page = page.replace(written.sandboxOnly, '');
			for (const [part, content] of Object.entries(parts)) {
				const text = String(await content);
				page = page.replace(written.part(part), () => text);
			}
			c.header(
				'Content-Security-Policy',
				contentSecurityPolicy(
					{
						backend: backendUrl,
						sandbox: sandboxUrl,
						withoutLink,
						frames: name === 'playground.html',
						framed: name === 'preview.html',
					},
					nonce,
				),
			);
			c.header('Cache-Control', 'no-store');
			return c.html(page);
		},
	};
}

/** The documentation's files, at `/docs/`. */
export function serveDocs(folder: string): MiddlewareHandler {
	let files: MiddlewareHandler | undefined;
	return async function serveDocs(c, next) {
		if (!existsSync(join(folder, 'index.html'))) {
			return c.text('The documentation is not built yet: run `npm run build`.', 500);
		}
		files ??= serveStatic({ root: folder, rewriteRequestPath: (path) => path.replace(/^\/docs/, '') });
		c.header('Content-Security-Policy', docsPolicy);
		return files(c, next);
	};
}
