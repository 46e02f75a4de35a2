/** How long a Worker takes to its first answer: in a new process, and in a new isolate of a running process. */
import { once } from 'node:events';
import { figure, type RunOptions, type Table } from '../figure.ts';
import { clientOf } from '../processes/http.ts';
import {
	compatibilityDate,
	portsOf,
	spawnWorkerd,
	startWorkerd,
	type WorkerdService,
	writeFiles,
} from '../processes/workerd.ts';
import { inTurns, timed } from '../turns.ts';
import { done, preflight } from './calls.ts';
import type { Scripts } from './scripts.ts';
import { variables } from './variables.ts';

const nowhere = variables('http://127.0.0.1:1');
const budget = { of: 'ratio', atMost: 1.75 } as const;

export async function measureColdStart(scripts: Scripts, { quick, report }: RunOptions): Promise<Table[]> {
	const { worker, hono, empty } = scripts;
	const starting = { worker, hono, empty };
	report('cold start: processes');
	const processes = await inTurns(
		quick ? 3 : 25,
		mapped(starting, (script) => () => processStart(script)),
	);
	report('cold start: isolates');
	const isolates = await isolateStarts(scripts.loader, starting, quick ? 3 : 60);
	return [
		{
			part: 'worker',
			id: 'worker-cold-start',
			title: 'Cold start of a process',
			unit: 'ms',
			what: 'From the start of workerd to the first answer, to a preflight, which needs only the configuration. An empty Worker shows what workerd itself takes.',
			rows: rowsOf(processes, { budget }),
		},
		{
			part: 'worker',
			id: 'worker-isolate-start',
			title: 'Cold start of an isolate',
			unit: 'ms',
			what: 'The same first answer from a new isolate of a running workerd, as at Cloudflare. The request to create the isolate is included.',
			rows: rowsOf(isolates, {}),
		},
	];
}

type Samples = Record<'worker' | 'hono' | 'empty', number[]>;

function rowsOf(samples: Samples, { budget }: { budget?: { of: 'ratio'; atMost: number } }) {
	const hono = figure({ name: 'bare Hono' }, samples.hono);
	return [
		figure({ name: 'plaid-stripe-connect', beside: hono, ...(budget && { budget }) }, samples.worker),
		hono,
		figure({ name: 'an empty Worker', beside: hono, ours: false }, samples.empty),
	];
}

const mapped = <Name extends string, From, To>(
	given: Record<Name, From>,
	map: (from: From, name: string) => To,
): Record<Name, To> =>
	Object.fromEntries(Object.entries<From>(given).map(([name, from]) => [name, map(from, name)])) as Record<
		Name,
		To
	>;

async function processStart(script: string): Promise<number> {
	const service: WorkerdService = { name: 'worker', script, variables: nowhere };
	const files = writeFiles([service]);
	try {
		const start = performance.now();
		const child = spawnWorkerd(files.config);
		try {
			const ports = await portsOf(child, 1);
			const client = clientOf(`http://127.0.0.1:${ports.get('worker')}`);
			await done(client, preflight);
			client.close();
			return performance.now() - start;
		} finally {
			child.kill('SIGKILL');
			if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
		}
	} finally {
		files.remove();
	}
}

async function isolateStarts(
	loader: string,
	scripts: Record<keyof Samples, string>,
	runs: number,
): Promise<Samples> {
	const workerd = await startWorkerd([
		{
			name: 'loader',
			script: loader,
			loader: 'LOADER',
			variables: {
				COMPATIBILITY_DATE: compatibilityDate,
				VARIABLES: JSON.stringify(nowhere),
				...Object.fromEntries(Object.entries(scripts).map(([name, script]) => [`SCRIPT_${name}`, script])),
			},
		},
	]);
	const client = clientOf(workerd.urls.loader ?? '');
	try {
		const started = (_script: string, name: string) => (run: number) =>
			timed(() => done(client, { ...preflight, path: `${preflight.path}?script=${name}&isolate=${run}` }));
		return await inTurns(runs, mapped(scripts, started));
	} finally {
		client.close();
		await workerd.close();
	}
}
