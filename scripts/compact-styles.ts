/** Vite's plugin for the element's styles: they stand in template strings, whose indentation no minifier takes out. */
import type { Plugin } from 'vite';

export const compactStyles: Plugin = {
	name: 'compact-styles',
	transform: {
		filter: { id: /\/widget\/[a-z-]*styles\.ts$/ },
		handler: (code) => code.replace(/(?<=css|= )`[^`]+`/g, compact),
	},
};

/** Nothing but white space goes, and only where CSS does not read it. */
export const compact = (styles: string): string =>
	styles
		.replace(/\s+/g, ' ')
		.replace(/ ?([{};,]) ?/g, '$1')
		.replace(/: /g, ':')
		.replace(/;}/g, '}');
