/** What can be told of a sample without running it. Those that run do so in `browser/`. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile as compileSvelte, preprocess } from 'svelte/compiler';
import { parseAst } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileScript, compileTemplate, parse as parseVue } from 'vue/compiler-sfc';
import packageJson from '../../package.json' with { type: 'json' };
import { docsFolder, keptElsewhere, nameOf, notRun, type Sample, samples, samplesIn } from './samples.ts';

const root = join(import.meta.dirname, '../..');
const each = (list: readonly Sample[]) => list.map((sample) => [nameOf(sample), sample] as const);

describe('every sample', () => {
	const checked = ['html', 'json', 'js', 'ts', 'tsx', 'vue', 'svelte', 'ini'];

	it.each(each(samples))('runs, is checked, or says why not: %s', (_, { file, language, marks, code }) => {
		const reason = notRun.find((entry) => entry.file === file && code.startsWith(entry.begins));
		const runs = marks.includes('run') || checked.includes(language);
		expect(runs || reason !== undefined || file in keptElsewhere, 'mark it `run`, or list it').toBe(true);
		expect(runs && reason !== undefined, 'it is listed, and runs all the same').toBe(false);
	});

	it.each(notRun)('of the list is there: $file, $begins', ({ file, begins }) => {
		expect(samples.some((sample) => sample.file === file && sample.code.startsWith(begins))).toBe(true);
	});
});

it.each(each(samplesIn('json')))('is JSON: %s', (_, { code }) => {
	expect(() => JSON.parse(code)).not.toThrow();
});

it.each(each(samplesIn('js')))('is JavaScript: %s', (_, { code }) => {
	expect(() => parseAst(code)).not.toThrow();
});

describe('commands', () => {
	const scripts: Readonly<Record<string, string>> = packageJson.scripts;
	const commands = samplesIn('sh').flatMap((sample) =>
		[...sample.code.matchAll(/\bnpm (?:run )?([\w-]+)|\bnpx ([\w-]+)|\bnode ([\w./-]+)/g)].map(
			([command, script, tool, file]) => ({ name: `${nameOf(sample)}: ${command}`, script, tool, file }),
		),
	);

	it.each(commands)('$name is one of this project’s', ({ script, tool, file }) => {
		if (script && script !== 'install' && script !== 'ci') expect(Object.keys(scripts)).toContain(script);
		if (tool) expect(globSync(`node_modules/.bin/${tool}`, { cwd: root })).toHaveLength(1);
		if (file) expect(globSync(file, { cwd: root })).toHaveLength(1);
	});
});

describe('settings', () => {
	const page = readFileSync(join(docsFolder, 'settings.md'), 'utf8');
	const names = samplesIn('ini').flatMap((sample) =>
		[...sample.code.matchAll(/^([A-Z_]+)\s*=/gm)].map(([, name = '']) => [name, nameOf(sample)] as const),
	);

	it.each(names)('%s is in the list of settings', (name) => {
		expect(page).toContain(`\`${name}\``);
	});
});

describe('TypeScript', () => {
	let folder: string;
	beforeAll(() => {
		mkdirSync(join(root, '.wrangler'), { recursive: true });
		folder = mkdtempSync(join(root, '.wrangler/samples-'));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const own = samplesIn('ts', 'tsx').filter(({ file }) => !(file in keptElsewhere));
	const kinds: Record<string, { options: object; samples: Sample[] }> = {
		plain: {
			options: { experimentalDecorators: true },
			samples: own.filter(({ language }) => language === 'ts'),
		},
		react: { options: { jsx: 'react-jsx' }, samples: own.filter(({ marks }) => marks.includes('react')) },
		preact: {
			options: { jsx: 'react-jsx', jsxImportSource: 'preact' },
			samples: own.filter(({ marks }) => marks.includes('preact')),
		},
		solid: {
			options: { jsx: 'preserve', jsxImportSource: 'solid-js' },
			samples: own.filter(({ marks }) => marks.includes('solid')),
		},
	};

	it('has no sample that none of these checks', () => {
		const all = Object.values(kinds).flatMap((kind) => kind.samples);
		expect(new Set(all).size).toBe(own.length);
	});

	it.each(Object.entries(kinds))(
		'of the kind %s has no error of type',
		(kind, { options, samples }) => {
			const place = join(folder, kind);
			mkdirSync(place);
			for (const { file, index, language, code } of samples) {
				writeFileSync(join(place, `${file}-${index}.${language}`), `${code}\nexport {};\n`);
			}
			const entries = Object.fromEntries(
				Object.entries({
					'plaid-stripe-connect': 'widget/index.ts',
					'plaid-stripe-connect/element': 'widget/element.ts',
					'plaid-stripe-connect/sandbox': 'sandbox/index.ts',
					'plaid-stripe-connect/*': 'widget/types/*.ts',
				}).map(([name, path]) => [name, [join(root, path)]]),
			);
			writeFileSync(
				join(place, 'tsconfig.json'),
				JSON.stringify({
					extends: join(root, 'tsconfig.json'),
					compilerOptions: {
						lib: ['ES2024', 'DOM', 'DOM.Iterable'],
						types: ['node', join(root, 'node_modules/vite/client')],
						paths: entries,
						...options,
					},
					files: undefined,
					include: ['*.ts', '*.tsx'],
				}),
			);
			let output = '';
			try {
				execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', place], { encoding: 'utf8' });
			} catch (error) {
				output = (error as { stdout: string }).stdout;
			}
			expect(output).toBe('');
		},
		60_000,
	);

	it.each(each(samplesIn('ts').filter(({ file }) => file in keptElsewhere)))(
		'is well formed: %s',
		(_, { code }) => {
			expect(() => parseAst(code, { lang: 'ts' })).not.toThrow();
		},
	);

	it.each(each(samplesIn('ts', 'tsx', 'vue', 'svelte')))(
		'imports only what the package exports: %s',
		(_, { code }) => {
			const entries = [...code.matchAll(/'plaid-stripe-connect(\/[\w-]+)?'/g)].map(
				([, entry = '']) => `.${entry}`,
			);
			for (const entry of entries) expect(Object.keys(packageJson.exports)).toContain(entry);
		},
	);
});

it.each(each(samplesIn('vue')))('compiles: %s', (_, { code }) => {
	const { descriptor, errors } = parseVue(code);
	expect(errors).toEqual([]);
	compileScript(descriptor, { id: 'sample' });
	const template = compileTemplate({
		source: descriptor.template?.content ?? '',
		filename: 'sample.vue',
		id: 'sample',
		compilerOptions: {
			isCustomElement: (tag) => tag === 'plaid-stripe-connect',
			expressionPlugins: ['typescript'],
		},
	});
	expect(template.errors).toEqual([]);
	expect(template.code).toContain('onBankToken');
});

it.each(each(samplesIn('svelte')))('compiles: %s', async (_, { code }) => {
	const { code: source } = await preprocess(code, []);
	const { warnings } = compileSvelte(source, { generate: 'client' });
	expect(warnings).toEqual([]);
});
