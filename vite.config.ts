import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildEnvironmentOptions, defineConfig, type UserConfig } from 'vite';
import { minifyLiterals } from './scripts/minify-literals.ts';

const root = import.meta.dirname;
const at = (...parts: string[]) => join(root, ...parts);

/**
 * One ES module, and a file for each `import()` in it. These files have no hash in their names, so that a page that was
 * opened before a deployment still finds them after it. What they share with the module they import from it.
 */
const library = ({
	entry,
	fileName,
	chunkFileNames,
	external = [],
}: {
	entry: string;
	fileName: string;
	chunkFileNames: string;
	external?: RegExp[];
}): BuildEnvironmentOptions => ({
	lib: { entry, formats: ['es'], fileName: () => fileName },
	// One percent smaller than with Vite's own minifier alone.
	minify: 'terser',
	terserOptions: { module: true, ecma: 2020, compress: { passes: 3 } },
	rolldownOptions: {
		external,
		preserveEntrySignatures: 'allow-extension',
		output: { minify: true, comments: false, chunkFileNames },
	},
});

/** One mode for each thing that runs in a browser: `vite build --mode script`. `npm run build` makes them all. */
const modes: Record<string, UserConfig> = {
	/** The file of the script tag, Lit included, and what it loads on demand. The Worker's static assets serve them. */
	script: {
		publicDir: at('widget/public'),
		build: {
			outDir: at('dist/public'),
			...library({
				entry: at('widget/script.ts'),
				fileName: 'plaid-stripe-connect.js',
				chunkFileNames: 'plaid-stripe-connect-[name].js',
			}),
		},
	},
	/** What a bundler makes of the npm package, without Lit. Built to be measured. */
	entry: {
		publicDir: false,
		build: {
			outDir: at('dist/entry'),
			...library({
				entry: at('widget/index.ts'),
				fileName: 'index.js',
				chunkFileNames: '[name].js',
				external: [/^lit($|\/)/],
			}),
		},
	},
	/** Link's script of the sandbox: a classic script, as Plaid's is. */
	'link-script': {
		publicDir: false,
		build: {
			outDir: at('dist/sandbox/link/v2/stable'),
			emptyOutDir: false,
			rolldownOptions: {
				input: at('sandbox/link/script/initialize.ts'),
				output: { entryFileNames: 'link-initialize.js', format: 'iife' },
			},
		},
	},
	/** The page inside Link's frame. */
	'link-frame': {
		root: at('sandbox/link'),
		base: '/link/v2/stable/',
		publicDir: false,
		build: {
			outDir: at('dist/sandbox/link/v2/stable'),
			emptyOutDir: false,
			rolldownOptions: { input: at('sandbox/link/link.html') },
		},
	},
	/** The shop's pages. */
	shop: {
		root: at('demo/shop/page'),
		publicDir: false,
		build: {
			outDir: at('dist/shop'),
			rolldownOptions: {
				input: globSync('*/*.html', { cwd: at('demo/shop/page') }).map((page) => at('demo/shop/page', page)),
			},
		},
	},
};

export default defineConfig(({ mode }) => {
	const config = modes[mode];
	if (!config) throw new Error(`Vite builds one of these modes: ${Object.keys(modes).join(', ')}.`);
	return {
		root,
		logLevel: 'warn',
		plugins: [minifyLiterals],
		...config,
		define: { 'process.env.NODE_ENV': '"production"' },
		build: {
			target: 'es2022',
			modulePreload: false,
			emptyOutDir: true,
			// A data: URL would need a looser content security policy than the pages have.
			assetsInlineLimit: 0,
			...config.build,
		},
	};
});
