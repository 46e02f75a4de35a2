/** Vite's plugin that minifies HTML and CSS in tagged template literals, which no minifier of JavaScript touches. */
import { minifyHTMLLiterals } from 'minify-literals';
import type { Plugin } from 'vite';

export const minifyLiterals: Plugin = {
	name: 'minify-literals',
	// Before the types are stripped: the tags are still there then.
	enforce: 'pre',
	transform: {
		filter: { id: /\/(widget|demo\/shop\/page)\/.*\.ts$/, code: /\b(html|css)`/ },
		handler: (code, id) => minifyHTMLLiterals(code, { fileName: id }),
	},
};
