import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, MiddlewareHandler } from 'hono';
import type { Html } from './basket-view.ts';
import { contentSecurityPolicy, docsPolicy } from './policy.ts';

/** Where `npm run build` puts the pages and the documentation. */
export const builtPages = join(import.meta.dirname, '../../dist/shop');
export const builtDocs = join(import.meta.dirname, '../../dist/docs');

/** The pages' files, in the folder of the built pages. */
export const pageFiles = {
	basket: 'basket/basket.html',
	checkout: 'checkout/checkout.html',
	order: 'order/order.html',
	success: 'success/success.html',
	playground: 'playground/playground.html',
	preview: 'playground/preview.html',
} as const;
export type PageName = keyof typeof pageFiles;

/** Texts in those files that the server replaces. */
const placeholders = {
	backend: 'https://bank.shop.example',
	linkScript: / link-script="[^"]*"/,
	nonce: 'nonce-of-this-answer',
	order: 'order-of-this-checkout',
	session: 'session-of-this-checkout',
	element: /<plaid-stripe-connect\b[^>]*><\/plaid-stripe-connect>/,
	part: (name: string) => `<div data-part="${name}"></div>`,
	sandboxOnly: /<section data-only="sandbox"[\s\S]*?<\/section>/,
};

export type PageContent = {
	/** Refuses Link's script, as an ad blocker would. */
	withoutLink?: boolean;
	/** The id of the order that the page is about. */
	order?: string;
	/** The element's session. Null if it could not be created: the page then says that paying is not possible. */
	session?: string | null;
	/** HTML for the page's `data-part` elements, by their names. */
	parts?: Record<string, Html>;
	/** Whether the page shows what only the sandbox can do. */
	hasSandbox?: boolean;
};

export type Pages = { serve(c: Context, name: PageName, content?: PageContent): Promise<Response> };

const paymentUnavailable = `<div class="failure">
	<p><strong>Paying by bank is not possible just now.</strong></p>
	<p>Nothing is lost. Please try again in a moment.</p>
	<a class="button" href="">Try again</a>
</div>`;

type PagesOptions = { folder: string; backendUrl: string; sandboxUrl: string | null };

/** The shop's pages, each with this shop's addresses and a Content-Security-Policy of its own. */
export function createPages({ folder, backendUrl, sandboxUrl }: PagesOptions): Pages {
	const linkScript = sandboxUrl ? ` link-script="${sandboxUrl}/link/v2/stable/link-initialize.js"` : '';
	return {
		async serve(c, name, { withoutLink = false, order, session, parts = {}, hasSandbox = false } = {}) {
			const file = join(folder, pageFiles[name]);
			if (!existsSync(file)) {
				return c.text('The pages of the shop are not built yet: run `npm run build`.', 500);
			}
			const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
			let page = (await readFile(file, 'utf8'))
				.replaceAll(placeholders.backend, backendUrl)
				.replaceAll(placeholders.nonce, nonce)
				.replace(placeholders.linkScript, linkScript);
			if (order) page = page.replace(placeholders.order, order);
			if (session === null) page = page.replace(placeholders.element, paymentUnavailable);
			else if (session) page = page.replace(placeholders.session, session);
			if (!hasSandbox) page = page.replace(placeholders.sandboxOnly, '');
			for (const [part, content] of Object.entries(parts)) {
				const text = String(await content);
				// A function, because `$` has a meaning in a replacement text and may be in the content.
				page = page.replace(placeholders.part(part), () => text);
			}
			const policy = contentSecurityPolicy(
				{
					backend: backendUrl,
					sandbox: sandboxUrl,
					withoutLink,
					hasFrame: name === 'playground',
					isFramed: name === 'preview',
				},
				nonce,
			);
			return c.html(page, 200, { 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' });
		},
	};
}

/** Serves the files of the documentation at `/docs/`. */
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
