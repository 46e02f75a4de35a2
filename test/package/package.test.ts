import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { samplesIn } from '../docs/samples.ts';
import { provideTimingSafeEqual } from '../support/workerd-crypto.ts';
import { type FreshProject, freshProject, type Packed, packed, readJson, runTool } from './fresh-project.ts';

let release: Packed;
const projects: FreshProject[] = [];
const project = (files: Record<string, string>, more?: string[]): FreshProject => {
	const made = freshProject(release, files, more);
	projects.push(made);
	return made;
};

beforeAll(() => {
	release = packed();
}, 180_000);
afterAll(() => {
	release?.remove();
	for (const { remove } of projects) remove();
});

describe('the tarball', () => {
	/** All that may be in it, and each of them must be. */
	const allowed = [
		/^package\.json$/,
		/^README\.md$/,
		/^LICENSE$/,
		/^dist\/package\/(index|element|worker|sandbox|plaid-stripe-sandbox|types-only)\.js$/,
		/^dist\/package\/(custom-elements|web-types|vscode\.(html|css)-data)\.json$/,
		/^dist\/package\/shared-[\w-]+\.js$/,
		/^dist\/package\/migrations\/\d{4}_\w+\.sql$/,
		/^dist\/package\/types\/(widget|worker|sandbox)\/[\w/-]+\.d\.ts$/,
		/^dist\/public\/(_headers|integrity\.json)$/,
		/^dist\/public\/plaid-stripe-connect(-\w+)?\.js$/,
		/^dist\/public\/v\d+\.\d+\.\d+\/plaid-stripe-connect(-\w+)?\.js$/,
		/^dist\/sandbox\/link\/v2\/stable\/link(-initialize\.js|\.html)$/,
		/^dist\/sandbox\/link\/v2\/stable\/assets\/link-[\w-]+\.(js|css)$/,
	];

	/** What other parts of the build may add. */
	const optional = [/^dist\/public\/openapi\.json$/];

	test('has what is allowed, and nothing else', () => {
		const known = [...allowed, ...optional];
		expect(release.files.filter((file) => !known.some((pattern) => pattern.test(file)))).toEqual([]);
		expect(allowed.filter((pattern) => !release.files.some((file) => pattern.test(file)))).toEqual([]);
	});

	test('is clean to publint, strictly', () => {
		expect(runTool('.', 'publint/src/cli.js', ['run', release.tarball, '--strict'])).toContain('All good');
	});

	test('has types that every resolver of ES modules finds', { timeout: 60_000 }, () => {
		const report = runTool('.', '@arethetypeswrong/cli/dist/index.js', [
			release.tarball,
			'--profile',
			'esm-only',
			'--format',
			'json',
		]);
		const { analysis } = JSON.parse(report) as { analysis: { entrypoints: Record<string, unknown> } };
		expect(Object.keys(analysis.entrypoints)).toEqual([
			'.',
			'./element',
			'./worker',
			'./sandbox',
			'./preact',
			'./react',
			'./solid',
			'./svelte',
			'./vue',
			'./package.json',
		]);
	});

	test('has the manifest of the element that package.json names, and what it tells of is there', async () => {
		const { packageFolder } = project({});
		const { customElements, 'web-types': webTypes } = readJson(join(packageFolder, 'package.json'));
		const { modules } = readJson(join(packageFolder, String(customElements))) as {
			modules: { path: string; exports: { kind: string; name: string }[] }[];
		};
		const defined = modules
			.flatMap(({ exports }) => exports)
			.filter(({ kind }) => kind === 'custom-element-definition');
		expect(defined.map(({ name }) => name)).toEqual(['plaid-stripe-connect']);
		for (const { path, exports } of modules) {
			const module = await import(/* @vite-ignore */ pathToFileURL(join(packageFolder, path)).href);
			const names = exports.filter(({ kind }) => kind === 'js').map(({ name }) => name);
			expect(Object.keys(module)).toEqual(expect.arrayContaining(names));
		}
		expect(readJson(join(packageFolder, String(webTypes)))).toMatchObject({
			contributions: { html: { elements: [{ name: 'plaid-stripe-connect' }] } },
		});
	});

	test('imports nothing that it does not declare, in code or types', () => {
		const { packageFolder } = project({});
		const manifest = readJson(join(packageFolder, 'package.json')) as Record<string, object>;
		const declared = [
			...Object.keys(manifest.dependencies ?? {}),
			...Object.keys(manifest.peerDependencies ?? {}),
		];
		// Whoever imports the types for a framework has that framework.
		const exclude = ['dist/package/types/widget/types/**'];
		const imported = globSync('dist/package/**/*.{js,d.ts}', { cwd: packageFolder, exclude }).flatMap(
			(file) =>
				[
					...readFileSync(join(packageFolder, file), 'utf8').matchAll(
						/^(?:import|export) [^;]*?from ["']([^."'][^"']*)["']|import\(["']([^."'][^"']*)["']\)/gm,
					),
				].map(([, one, other]) => one ?? other ?? ''),
		);
		const names = new Set(
			imported
				.filter((name) => !name.startsWith('node:'))
				.map((name) =>
					name
						.split('/')
						.slice(0, name.startsWith('@') ? 2 : 1)
						.join('/'),
				),
		);
		expect([...names].filter((name) => !declared.includes(name))).toEqual([]);
		expect(names).toContain('lit');
	});
});

describe('in a fresh Vite app', () => {
	const page = '<!doctype html><script type="module" src="/main.ts"></script>';
	const build = (main: string): { script: string; all: string } => {
		const { folder } = project({ 'index.html': page, 'main.ts': main });
		runTool(folder, 'vite/bin/vite.js', ['build', '--logLevel', 'error']);
		const [entry = ''] = globSync('dist/assets/index-*.js', { cwd: folder });
		const all = globSync('dist/assets/*.js', { cwd: folder });
		const read = (file: string) => readFileSync(join(folder, file), 'utf8');
		return { script: read(entry), all: all.map(read).join('\n') };
	};

	test('the element is bundled and registered', { timeout: 60_000 }, () => {
		const { script, all } = build("import 'plaid-stripe-connect';");
		expect(script).toMatch(/customElements/);
		expect(script).toContain('plaid-stripe-connect');
		expect(all).toContain('link-initialize.js');
	});

	test('what is imported and not used costs nothing', { timeout: 60_000 }, () => {
		const { all } = build(
			"import { PlaidStripeConnect } from 'plaid-stripe-connect/element'; export type Element = PlaidStripeConnect; console.log('only this');",
		);
		expect(all).toContain('only this');
		expect(all).not.toMatch(/customElements|adoptedStyleSheets|plaid-stripe-connect/);
	});

	test('its events and properties are typed', { timeout: 60_000 }, () => {
		const { folder } = project({
			'main.ts': `
				import { PlaidStripeConnect } from 'plaid-stripe-connect';
				const element: PlaidStripeConnect = document.createElement('plaid-stripe-connect');
				element.addEventListener('bank-token', ({ detail }) => {
					const token: string = detail.bankAccountToken;
					// @ts-expect-error the detail is known
					detail.accountNumber;
					console.log(token);
				});
			`,
			'tsconfig.json': JSON.stringify({
				compilerOptions: {
					target: 'es2022',
					module: 'nodenext',
					lib: ['es2024', 'dom', 'dom.iterable'],
					types: [],
					strict: true,
					noEmit: true,
				},
				files: ['main.ts'],
			}),
		});
		expect(runTool(folder, 'typescript/bin/tsc', ['-p', '.'])).toBe('');
	});
});

describe('in a fresh Worker', () => {
	/** As the documentation has it. */
	const sample = (language: string) => {
		const [found, ...others] = samplesIn(language).filter(({ file }) => file === 'api.md');
		if (!found || others.length > 0) throw new Error(`api.md has not one sample in ${language}.`);
		return found.code;
	};
	const files = {
		'index.ts': sample('ts'),
		'wrangler.toml': `
			name = "shop"
			main = "index.ts"
			compatibility_date = "2026-11-01"
			${sample('toml').replace('…', '00000000-0000-0000-0000-000000000000')}
		`,
	};

	test('wrangler bundles it, and it answers', { timeout: 60_000 }, async () => {
		provideTimingSafeEqual();
		const { folder } = project(files);
		runTool(folder, 'wrangler/bin/wrangler.js', ['deploy', '--dry-run', '--outdir', 'out']);
		const { default: worker } = await import(
			/* @vite-ignore */ pathToFileURL(join(folder, 'out/index.js')).href
		);
		const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };
		const API_KEYS = 'psc_key_of_the_merchant_server';
		const headers = { Authorization: `Bearer ${API_KEYS}` };
		const ask = (path: string) =>
			worker.fetch(new Request(`https://shop.example${path}`, { headers }), { API_KEYS }, context);
		expect(await (await ask('/')).text()).toBe('The shop');
		const response = await ask('/bank/health');
		expect(response.status).toBe(503);
		expect((await response.json()).checks[0].message).toContain('DB is missing');
	});

	test('its types are found', { timeout: 60_000 }, () => {
		const tsconfig = {
			compilerOptions: {
				target: 'es2022',
				module: 'esnext',
				moduleResolution: 'bundler',
				lib: ['es2024'],
				types: ['@cloudflare/workers-types'],
				strict: true,
				skipLibCheck: true,
				noEmit: true,
			},
			files: ['index.ts'],
		};
		const { folder } = project({ ...files, 'tsconfig.json': JSON.stringify(tsconfig) }, [
			'@cloudflare/workers-types',
			'plaid',
		]);
		expect(runTool(folder, 'typescript/bin/tsc', ['-p', '.'])).toBe('');
	});

	test('its migrations make the store', { timeout: 60_000 }, () => {
		const { folder } = project(files);
		const output = runTool(folder, 'wrangler/bin/wrangler.js', [
			'd1',
			'migrations',
			'apply',
			'DB',
			'--local',
		]);
		expect(output).toContain('0000_foundation.sql');
		expect(output).not.toMatch(/error/i);
	});
});

describe('the sandbox', () => {
	test('is a command that finds Link’s files', { timeout: 30_000 }, async () => {
		const { folder, packageFolder } = project({});
		// As npm links it.
		const command = join(folder, 'node_modules/plaid-stripe-sandbox');
		symlinkSync(join(packageFolder, 'dist/package/plaid-stripe-sandbox.js'), command);
		const child = spawn(process.execPath, [command, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
		try {
			const [line] = await once(child.stdout, 'data');
			const [url = ''] = /http:\/\/localhost:\d+/.exec(String(line)) ?? [];
			const script = await fetch(`${url}/link/v2/stable/link-initialize.js`);
			expect(script.status).toBe(200);
			expect(script.headers.get('content-type')).toContain('text/javascript');
		} finally {
			child.kill();
			await once(child, 'exit');
		}
	});

	test('is a function for tests', { timeout: 30_000 }, async () => {
		const { folder } = project({
			'sandbox.js': "export { createSandbox } from 'plaid-stripe-connect/sandbox';",
		});
		const { createSandbox } = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'sandbox.js')).href);
		const response = await createSandbox({ seed: 'a test' }).fetch('https://sandbox.plaid.com/nothing', {
			method: 'POST',
		});
		expect(response.status).toBe(404);
		expect(await response.json()).toMatchObject({ error_code: 'NOT_FOUND' });
	});
});
