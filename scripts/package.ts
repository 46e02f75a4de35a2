/**
 * `node scripts/package.ts`: builds the npm package into `dist/package`. It has one ES module per entry and one for
 * shared code, so that bundlers can tree-shake them, and the types of the entries.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { build } from './build.ts';
import { minifyLiterals } from './minify-literals.ts';
import { type ElementManifest, vsCodeCss, vsCodeHtml, webTypes } from './package/editor-data.ts';
import { keepReachableTypes } from './package/types.ts';
import { productionBuild } from './production-build.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/package');

/** The entries of package.json's `exports`, and the command. */
const entries = {
	index: 'widget/index.ts',
	element: 'widget/element.ts',
	worker: 'worker/mount.ts',
	sandbox: 'sandbox/index.ts',
	'plaid-stripe-sandbox': 'scripts/package/bin.ts',
};

/** Frameworks whose type checkers learn the tag from a module with types only. */
const frameworks = ['preact', 'react', 'solid', 'svelte', 'vue'];

/** Builds the browser's files if they have changed, then the package. Throws if the types cannot be written. */
export async function buildPackage(): Promise<void> {
	await build({ quiet: true });
	rmSync(folder, { recursive: true, force: true });
	await productionBuild({
		configFile: false,
		root,
		logLevel: 'warn',
		publicDir: false,
		plugins: [minifyLiterals],
		// Node before 24 has no `import.meta.main`, and the command is its own entry.
		define: { 'import.meta.main': 'false' },
		build: {
			// All in one folder: the sandbox finds Link's files by a path relative to its own.
			outDir: folder,
			target: 'es2022',
			minify: false,
			lib: { entry: entries, formats: ['es'] },
			rolldownOptions: {
				external: [/^node:/, ...Object.keys(packageJson.dependencies).map(packageAndSubpaths)],
				output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' },
			},
		},
	});
	writeTypes();
	writeManifest();
	for (const file of globSync('*.sql', { cwd: join(root, 'worker/store/migrations') })) {
		cpSync(join(root, 'worker/store/migrations', file), join(folder, 'migrations', file));
	}
}

function writeTypes(): void {
	for (const part of ['browser', 'worker', 'node']) {
		run('typescript/bin/tsc', ['-p', `scripts/package/tsconfig.${part}.json`]);
	}
	// Types for one JSX each: they cannot be compiled together, and need no compilation.
	for (const file of globSync('widget/types/*.ts', { cwd: root })) {
		cpSync(join(root, file), join(folder, 'types', file.replace(/(\.d)?\.ts$/, '.d.ts')));
	}
	const { 'plaid-stripe-sandbox': _command, ...typed } = entries;
	keepReachableTypes(
		join(folder, 'types'),
		[...Object.values(typed), ...frameworks.map((name) => `widget/types/${name}.ts`)].map((file) =>
			file.replace(/\.ts$/, '.d.ts'),
		),
	);
	writeFileSync(join(folder, 'types-only.js'), 'export {};\n');
}

/** Descriptions of the element for editors and catalogs. */
function writeManifest(): void {
	const config = 'widget/custom-elements-manifest.config.js';
	run('@custom-elements-manifest/analyzer/cem.js', ['analyze', '--config', config, '--quiet']);
	const { modules } = JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8'));
	const element: ElementManifest = modules[0].declarations[0];
	const files = {
		'vscode.html-data': vsCodeHtml(element),
		'vscode.css-data': vsCodeCss(element),
		'web-types': webTypes(element, packageJson),
	};
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, null, '\t')}\n`);
	}
}

function run(script: string, args: string[]): void {
	const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed; its messages are above.`);
}

const packageAndSubpaths = (name: string): RegExp =>
	new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|/)`);

if (import.meta.main) {
	await buildPackage();
	console.log('The package is in dist/package; `npm pack --dry-run` lists its files.');
}
