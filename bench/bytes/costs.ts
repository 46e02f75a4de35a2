/** How many minified bytes of a bundle each dependency and each folder of this project takes. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { type Figure, figure, type Table } from '../figure.ts';

const root = join(import.meta.dirname, '../..');

/** Smaller parts are summed up in one row. */
const smallestRow = 250;

export async function elementCosts(): Promise<Table> {
	const { metafile } = await build({
		entryPoints: [join(root, 'widget/script.ts')],
		absWorkingDir: root,
		bundle: true,
		splitting: true,
		format: 'esm',
		target: 'es2022',
		minify: true,
		metafile: true,
		write: false,
		outdir: 'out',
		define: { 'process.env.NODE_ENV': '"production"' },
		logLevel: 'error',
	});
	return {
		part: 'bytes',
		id: 'bytes-element-costs',
		title: 'What the script-tag file consists of',
		unit: 'bytes',
		what: "Minified bytes of each dependency and of each file of the element's, as esbuild counts them; the files that are served are made by Vite and differ by some hundred bytes.",
		rows: [
			...rowsOf(metafile, 'widget/script.ts', fileName, 'the script-tag file'),
			...rowsOf(metafile, 'widget/authorize/authorize.ts', fileName, 'what comes with `authorize`'),
		],
	};
}

const fileName = (path: string): string => path.replace(/^widget\//, '');
const folderName = (path: string): string => path.split('/').slice(0, 2).join('/').replace(/\.ts$/, '');

export async function workerCosts(): Promise<Table> {
	return {
		part: 'bytes',
		id: 'bytes-worker-costs',
		title: 'What the Worker consists of',
		unit: 'bytes',
		what: "Minified bytes of each dependency and of each of the Worker's folders, as wrangler's esbuild counts them.",
		rows: rowsOf(await workerMetafile(), 'worker/index.ts', folderName),
	};
}

async function workerMetafile(): Promise<Metafile> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-metafile-'));
	const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
	const file = join(folder, 'meta.json');
	try {
		await promisify(execFile)(
			process.execPath,
			[wrangler, 'deploy', '--dry-run', '--minify', '--outdir', folder, `--metafile=${file}`],
			{ cwd: root, env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' } },
		);
		return JSON.parse(readFileSync(file, 'utf8')) as Metafile;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The parts of an entry's output. `ownName` names a source of this project; dependencies have their package's name. */
function rowsOf(
	{ outputs }: Metafile,
	entry: string,
	ownName: (path: string) => string,
	group?: string,
): Figure[] {
	const output = Object.values(outputs).find(({ entryPoint }) => entryPoint === entry);
	if (!output) throw new Error(`The bundle has no entry ${entry}.`);
	const costs = new Map<string, number>();
	const add = (name: string, bytes: number) => costs.set(name, (costs.get(name) ?? 0) + bytes);
	for (const [path, { bytesInOutput }] of Object.entries(output.inputs))
		add(packageOf(path) ?? ownName(path), bytesInOutput);
	const known = [...costs].reduce((sum, [, bytes]) => sum + bytes, 0);
	if (output.bytes > known) add("the bundler's own", output.bytes - known);

	const shared = group ? { group } : {};
	const whole = figure({ name: 'the whole', ...shared, ours: false }, output.bytes);
	const sorted = [...costs].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a);
	const small = sorted.filter(([, bytes]) => bytes < smallestRow);
	const big = sorted.filter(([, bytes]) => bytes >= smallestRow);
	if (small.length > 0)
		big.push([`${small.length} smaller ones`, small.reduce((sum, [, bytes]) => sum + bytes, 0)]);
	return [
		whole,
		...big.map(([name, bytes]) => figure({ name, ...shared, ours: true, beside: whole }, bytes)),
	];
}

/** `hono`, `@lit/reactive-element`; undefined for a file of this project. */
const packageOf = (path: string): string | undefined =>
	/.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
