/** Deployments in one run: none, one with a broken variable, or the upgrade from version 0.1.0. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Cluster, Deployment, WorkerHandlers } from './cluster.ts';
import type { Weather } from './faults.ts';
import type { Kernel } from './virtual-time.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const previousWorker = join(import.meta.dirname, '../fixtures/v0.1.0/worker.js');

/** The bundle of version 0.1.0. It takes `fetch` and the time from the thread's globals. */
export async function importPrevious(): Promise<WorkerHandlers> {
	const { default: handlers } = (await import(pathToFileURL(previousWorker).href)) as {
		default: WorkerHandlers;
	};
	return handlers;
}

export function planDeployments(options: {
	kernel: Kernel;
	cluster: Cluster;
	weather: Weather;
	trace: (text: string) => void;
	days: number;
	current: Deployment;
	previous: Deployment;
}): string {
	const { kernel, cluster, weather, trace, days, current, previous } = options;
	const { random } = kernel;
	const deploy = (what: string, deployments: Deployment[], replace = true) => {
		trace(`deployed: ${what}`);
		cluster.deploy(deployments, { replace });
	};
	const moment = random.integer(minuteMs, Math.ceil((days * dayMs) / 2));

	switch (random.weighted({ none: 5, broken: 2, upgrade: 3 })) {
		case 'none':
			deploy('the current version', [current]);
			return 'no deployment';
		case 'broken': {
			deploy('the current version', [current]);
			const broken = { ...current, variables: { ...current.variables, ENCRYPTION_KEYS: 'k1:broken' } };
			kernel.setTimeout(() => deploy('a broken variable', [broken]), moment);
			const fixed = moment + random.integer(30_000, 6 * 60 * minuteMs);
			kernel.setTimeout(() => deploy('the variable as it was', [current]), fixed);
			return 'a broken deployment';
		}
		case 'upgrade': {
			// What 0.1.0 does wrong when things fail is known. It runs in calm weather, and leaves its rows behind.
			weather.clear();
			deploy('version 0.1.0', [previous]);
			kernel.setTimeout(() => deploy('both versions', [previous, current], false), moment);
			kernel.setTimeout(
				() => {
					weather.returns();
					deploy('the current version', [current]);
				},
				moment + random.integer(minuteMs, 10 * minuteMs),
			);
			return 'an upgrade from 0.1.0';
		}
	}
}
