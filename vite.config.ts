import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildEnvironmentOptions, defineConfig, type UserConfig } from 'vite';
import { minifyLiterals } from './scripts/minify-literals.ts';
import { onDemandFiles } from './scripts/on-demand-files.ts';

const root = import.meta.dirname;
const at = (...parts: string[]) => join(root, ...parts);

/**
 * One ES module, and a file for each `import()` in it. These files have no hash in their names, so that a page that was
 * opened before a deployment still finds them after it.
 */
const library = ({
	entry,
	fileName,
	chunkFileNames,
	external = [],
}: {
	entry: string;
	fileName: string;
	chunkFileNames?: string;
	external?: RegExp[];
}): BuildEnvironmentOptions => ({
	lib: { entry, formats: ['es'], fileName: () => fileName },
	// One percent smaller than with Vite's own minifier alone.
	minify: 'terser',
	terserOptions: { module: true, ecma: 2020, compress: { passes: 3 } },
	rolldownOptions: {
		external,
		preserveEntrySignatures: 'allow-extension',
		output: { minify: true, comments: false, ...(chunkFileNames && { chunkFileNames }) },
	},
});

/** What each build of a browser's file has in common. */
const common: BuildEnvironmentOptions = {
	target: 'es2022',
	modulePreload: false,
	// A data: URL would need a looser content security policy than the pages have.
	assetsInlineLimit: 0,
};
const define = { 'process.env.NODE_ENV': '"production"' };

/** The files that the script loads on demand and that import from it. A language imports nothing. */
const onDemand = onDemandFiles(['widget/authorize/authorize.ts', 'widget/flow/institutions.ts'], (entry) => ({
	root,
	logLevel: 'warn',
	publicDir: false,
	define,
	plugins: [minifyLiterals],
	resolve: { alias: { lit: at('widget/lit-tags.ts') } },
	build: {
		...common,
		...library({ entry, fileName: `plaid-stripe-connect-${basename(entry, '.ts')}.js` }),
		write: false,
	},
}));

/** One mode for each thing that runs in a browser: `vite build --mode script`. `npm run build` makes them all. */
const modes: Record<string, UserConfig> = {
	/** The file of the script tag, Lit included, and what it loads on demand. The Worker's static assets serve them. */
	script: {
		publicDir: at('widget/public'),
		plugins: [onDemand, minifyLiterals],
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
		define,
		build: { ...common, emptyOutDir: true, ...config.build },
	};
});
