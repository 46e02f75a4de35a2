/**
 * `npm test`: every check and every test. Ends with one line: `N passed, N failed`.
 *
 * `npm test -- types e2e` runs only these stages. All stages run even if one fails, the cheapest first.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.ts';
import { requireChromium } from './chromium.ts';
import { describeSize, excess, measureSizes } from './sizes.ts';

type Counts = { passed: number; failed: number };
type Stage = {
	name: string;
	what: string;
	/** Its output goes to `print`, or directly to the terminal. */
	run: (print?: (text: string) => void) => Counts | Promise<Counts>;
	/** Runs at the same time as the stage before: one alone leaves a core half idle. */
	parallel?: true;
};

const root = join(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'test-reports-'));
const bin = (name: string) => join(root, 'node_modules/.bin', name);

const stages: Stage[] = [
	{
		name: 'lint',
		what: 'formatting, lint, import cycles',
		run: () => check('biome', ['ci', '--error-on-warnings', '--diagnostic-level=warn', '.']),
	},
	{
		name: 'types',
		what: 'types',
		run: () =>
			sum(
				['browser', 'worker', 'node', 'simulation'].map((part) =>
					check('tsc', ['-p', `tsconfig.${part}.json`]),
				),
			),
	},
	{
		name: 'size',
		what: 'sizes of the builds',
		run: async () => {
			await build({ quiet: true });
			return sum(
				measureSizes()
					.filter(({ budget }) => budget !== null)
					.map((size) => {
						console.log(describeSize(size));
						if (excess(size) === 0) return { passed: 1, failed: 0 };
						console.error(`Over budget by ${excess(size)} bytes: ${size.name}.`);
						return { passed: 0, failed: 1 };
					}),
			);
		},
	},
	{ name: 'worker', what: 'the Worker, inside workerd', run: (print) => vitest('worker', print) },
	{
		name: 'node',
		what: 'sandbox, official clients, shop, commands, package',
		run: (print) => vitest('node', print),
		parallel: true,
	},
	{
		name: 'simulation',
		what: 'weeks of failures, in virtual time',
		run: (print) => simulation(['--seeds', '1..40', '--days', '6'], print),
	},
	{ name: 'widget', what: 'the element, in Chromium', run: webTestRunner },
	{
		name: 'e2e',
		what: 'whole flows, in Chromium over three origins',
		run: async (print) => {
			await build({ quiet: true });
			return vitest('e2e', print);
		},
	},
];

async function main(): Promise<void> {
	const named = process.argv.slice(2);
	const unknown = named.filter((name) => !stages.some((stage) => stage.name === name));
	if (unknown.length > 0) {
		throw new Error(
			`No such stage: ${unknown.join(', ')}. There are ${stages.map(({ name }) => name).join(', ')}.`,
		);
	}
	const wanted = stages.filter(({ name }) => named.length === 0 || named.includes(name));
	if (wanted.some(({ name }) => name === 'widget' || name === 'e2e'))
		process.env.CHROME_PATH = requireChromium();

	const results: { stage: Stage; counts: Counts; seconds: number }[] = [];
	const run = async (stage: Stage, print?: (text: string) => void) => {
		const start = performance.now();
		const counts = await runStage(stage, print);
		results.push({ stage, counts, seconds: (performance.now() - start) / 1000 });
	};
	for (const [index, stage] of wanted.entries()) {
		if (stage.parallel && index > 0) continue; // It ran with the stage before.
		console.log(`\n— ${stage.what}`);
		const next = wanted[index + 1];
		let output = '';
		await Promise.all([run(stage), next?.parallel && run(next, (text) => (output += text))]);
		if (next?.parallel) console.log(`\n— ${next.what}\n${output}`);
	}

	results.sort((a, b) => wanted.indexOf(a.stage) - wanted.indexOf(b.stage));
	console.log();
	for (const { stage, counts, seconds } of results) {
		const state = counts.failed > 0 ? 'FAILED' : 'ok';
		console.log(
			`${state.padEnd(7)} ${stage.what.padEnd(52)} ${String(counts.passed).padStart(5)} passed ` +
				`${String(counts.failed).padStart(3)} failed ${seconds.toFixed(1).padStart(6)} s`,
		);
	}
	const { passed, failed } = sum(results.map(({ counts }) => counts));
	console.log(`\n${passed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

/** A stage that throws has failed; the others go on. */
async function runStage(stage: Stage, print?: (text: string) => void): Promise<Counts> {
	try {
		return await stage.run(print);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		return { passed: 0, failed: 1 };
	}
}

/** A tool that only passes or fails counts as one test. */
function check(tool: string, args: string[]): Counts {
	const { status } = spawnSync(bin(tool), args, { cwd: root, stdio: 'inherit' });
	return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(project: string, print?: (text: string) => void): Promise<Counts> {
	const report = join(reports, `${project}.json`);
	const child = spawn(
		bin('vitest'),
		['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
		{ cwd: root, stdio: print ? ['ignore', 'pipe', 'pipe'] : 'inherit' },
	);
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding('utf8').on('data', print ?? (() => {}));
	const [status] = await once(child, 'close');
	return readCounts(report, status, (json) => ({
		passed: Number(json.numPassedTests),
		// A suite that could not be loaded has no tests to count.
		failed: Math.max(Number(json.numFailedTests), Number(json.numFailedTestSuites) > 0 ? 1 : 0),
	}));
}

/** Its last line says how many seeds kept every invariant. */
async function simulation(args: string[], print?: (text: string) => void): Promise<Counts> {
	const child = spawn(process.execPath, [join(root, 'scripts/simulate.ts'), ...args], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output += text;
		if (print) print(text);
		else process.stdout.write(text);
	});
	const [status] = await once(child, 'close');
	const [, passed = '0', failed = '1'] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
	return { passed: Number(passed), failed: Math.max(Number(failed), status === 0 ? 0 : 1) };
}

function webTestRunner(): Counts {
	const report = join(reports, 'widget.json');
	const { status } = spawnSync(bin('web-test-runner'), [], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, TEST_REPORT: report },
	});
	return readCounts(report, status, (json) => ({
		passed: Number(json.passed),
		failed: Number(json.failed),
	}));
}

/** A runner that exits with an error has failed, and so has one that counted no test. */
function readCounts(
	path: string,
	status: number | null,
	read: (json: Record<string, unknown>) => Counts,
): Counts {
	try {
		const counts = read(JSON.parse(readFileSync(path, 'utf8')));
		if (status !== 0 || counts.passed === 0) return { ...counts, failed: Math.max(counts.failed, 1) };
		return counts;
	} catch {
		return { passed: 0, failed: 1 };
	}
}

function sum(all: Counts[]): Counts {
	return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
		passed: 0,
		failed: 0,
	});
}

try {
	await main();
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : error}`);
	process.exitCode = 1;
} finally {
	rmSync(reports, { recursive: true, force: true });
}
