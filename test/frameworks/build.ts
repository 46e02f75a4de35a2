/** Builds the page of one framework as a merchant's bundler would, into one script. */
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const here = import.meta.dirname;
const entries = {
	html: 'html.ts',
	'React 19, strict mode': 'react.tsx',
	'React 18, strict mode': 'react-18.tsx',
	Preact: 'preact.tsx',
	'Vue 3': 'vue.ts',
	'Svelte 5': 'svelte.ts',
	Angular: 'angular.ts',
	Solid: 'solid.ts',
	'Lit, rendered on a server': 'hydrated.ts',
};
/** They stand beside React 19, in a folder of their own. */
const react18 = Object.fromEntries(
	['react', 'react-dom'].map((name) => [name, join(here, 'react-18/node_modules', name)]),
);
export type Framework = keyof typeof entries;
/** Those that draw the page by themselves. */
export const frameworks = (Object.keys(entries) as Framework[]).filter((name) => !name.startsWith('Lit'));

/** @returns each file's content by its path, the entry as `/page.js` */
export async function buildPage(framework: Framework): Promise<Map<string, string>> {
	const built = await build({
		configFile: false,
		root: here,
		logLevel: 'error',
		plugins: framework === 'Svelte 5' ? [svelte({ configFile: false })] : [],
		// Lit without its warnings; the frameworks as in development, where React's strict mode does everything twice.
		resolve: {
			conditions: ['browser', 'module', 'production'],
			alias: {
				// With the compiler of templates.
				vue: 'vue/dist/vue.esm-bundler.js',
				...(framework === 'React 18, strict mode' && react18),
			},
		},
		define: {
			'process.env.NODE_ENV': '"development"',
			__VUE_OPTIONS_API__: 'true',
			__VUE_PROD_DEVTOOLS__: 'false',
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
		},
		build: {
			write: false,
			minify: false,
			target: 'es2022',
			modulePreload: false,
			rolldownOptions: { input: join(here, entries[framework]), output: { entryFileNames: 'page.js' } },
		},
	});
	const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
		'output' in one ? one.output : [],
	);
	return new Map(
		outputs.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : String(file.source)]),
	);
}
