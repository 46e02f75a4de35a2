/**
 * `npm run simulate`: weeks of traffic, failures and repairs in virtual time, once for each seed. A seed that breaks an
 * invariant prints what happened and the command that repeats it exactly.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { RunOptions, RunResult } from '../test/simulation/run.ts';
import { readQueueSettings } from './settings/wrangler-config.ts';

const root = join(import.meta.dirname, '..');

const usage = `npm run simulate -- [options]

  --seeds 1..100   the seeds to run (default: 1..100)
  --seed 42        one seed, with its whole history
  --days 30        simulated days for each seed (default: 30)
`;

/** How much of a failing seed's history is printed. */
const historyLines = 40;

type Options = { seeds: number[]; days: number; showHistory: boolean };

export function readOptions(args: string[]): Options | null {
	const { values } = parseArgs({
		args,
		options: {
			seeds: { type: 'string', default: '1..100' },
			seed: { type: 'string' },
			days: { type: 'string', default: '30' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return null;
	const [, first, last] =
		/^(\d+)\.\.(\d+)$/.exec(values.seed ? `${values.seed}..${values.seed}` : values.seeds) ?? [];
	const days = Number(values.days);
	if (!first || !last || Number(last) < Number(first))
		throw new Error(`--seeds takes a range, such as 1..500.`);
	if (!Number.isInteger(days) || days < 1)
		throw new Error('--days takes a whole number of days, such as 30.');
	const seeds = Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
	return { seeds, days, showHistory: values.seed !== undefined };
}

/** Runs the seeds on all cores, and calls `done` as each ends. */
export async function runSeeds(
	{ seeds, days }: Pick<Options, 'seeds' | 'days'>,
	done: (result: RunResult) => void,
): Promise<void> {
	const queues = readQueueSettings(join(root, 'wrangler.toml'));
	const waiting = [...seeds];
	const runThread = () =>
		new Promise<void>((resolve, reject) => {
			const thread = new Worker(join(root, 'test/simulation/thread.ts'));
			const next = () => {
				const seed = waiting.shift();
				if (seed === undefined) return void thread.terminate().then(() => resolve());
				thread.postMessage({ seed, days, queues } satisfies RunOptions);
			};
			thread.on('message', (message: 'ready' | RunResult) => {
				if (message !== 'ready') done(message);
				next();
			});
			thread.on('error', reject);
		});
	await Promise.all(Array.from({ length: Math.min(availableParallelism(), seeds.length) }, runThread));
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (!options) return console.log(usage);
	const { seeds, days, showHistory } = options;
	const started = performance.now();
	let failed = 0;
	let payments = 0;
	await runSeeds(options, (result) => {
		payments += result.payments;
		if (result.violations.length > 0) {
			failed++;
			printFailure(result);
		} else if (showHistory) console.log(result.history.join('\n'));
	});
	const minutes = (performance.now() - started) / 60_000;
	const total = seeds.length * days;
	console.log(
		`${total} simulated days, ${payments} payments, ${minutes.toFixed(1)} minutes: ${Math.round(total / minutes)} days a minute.`,
	);
	console.log(`\n${seeds.length - failed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

function printFailure({ seed, days, weather, violations, history }: RunResult): void {
	console.log(`\nSeed ${seed} (${weather}):`);
	for (const { invariant, detail } of violations.slice(0, 5))
		console.log(`  broken: ${invariant}: ${detail}`);
	console.log(
		`  …\n${history
			.slice(-historyLines)
			.map((line) => `  ${line}`)
			.join('\n')}`,
	);
	console.log(`  npm run simulate -- --seed ${seed} --days ${days}`);
}

if (import.meta.main) {
	try {
		await main();
	} catch (error) {
		console.error(`\n${error instanceof Error ? error.message : error}`);
		process.exitCode = 1;
	}
}
