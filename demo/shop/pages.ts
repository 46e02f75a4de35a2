import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, MiddlewareHandler } from 'hono';
import { contentSecurityPolicy, docsPolicy } from './policy.ts';

/** Where `npm run build` puts them. */
export const builtPages = join(import.meta.dirname, '../../dist/shop');
export const builtDocs = join(import.meta.dirname, '../../dist/docs');

/** The names that stand in the pages as they are written, for what differs from place to place. */
const written = {
	backend: 'https://bank.shop.example',
	linkScript: / link-script="[^"]*"/,
	nonce: 'nonce-of-this-answer',
};

export type PageName = 'index.html' | 'success.html' | 'playground.html' | 'preview.html';
export type Pages = {
	/** `withoutLink` forbids Link's script, as an ad blocker would. */
	serve(c: Context, name: PageName, variation?: { withoutLink: boolean }): Promise<Response>;
};

/** The shop's pages, each with the addresses of this shop's backend and Link, and a policy for its own eyes. */
export function createPages(folder: string, backendUrl: string, sandboxUrl: string | null): Pages {
	const linkScript = sandboxUrl ? ` link-script="${sandboxUrl}/link/v2/stable/link-initialize.js"` : '';
	return {
		async serve(c, name, { withoutLink } = { withoutLink: false }) {
			if (!existsSync(join(folder, name))) {
				return c.text('The pages of the shop are not built yet: run `npm run build`.', 500);
			}
			const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
			const page = (await readFile(join(folder, name), 'utf8'))
				.replaceAll(written.backend, backendUrl)
				.replaceAll(written.nonce, nonce)
				.replace(written.linkScript, linkScript);
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
