/** `npm run bench -- worker` */
import type { Part, Table } from '../figure.ts';
import { measureAnswers } from './answers.ts';
import { measureColdStart } from './cold-start.ts';
import { measureLatency } from './latency.ts';
import { measureMemory } from './memory.ts';
import { bundleScripts } from './scripts.ts';
import { openStack } from './stack.ts';
import { measureStatements } from './statements.ts';
import { measureThroughput } from './throughput.ts';

export const part: Part = {
	name: 'worker',
	async run(options) {
		options.report('bundling the Workers');
		const scripts = await bundleScripts();
		const tables: Table[] = await measureColdStart(scripts, options);
		const stack = await openStack(scripts);
		try {
			tables.push(...(await measureAnswers(stack, options)));
			const throughput = await measureThroughput(stack, options);
			const latency = await measureLatency(stack, options);
			const served = throughput.served + latency.served;
			const memory = await measureMemory(stack, { ...options, served });
			tables.push(...throughput.tables, ...latency.tables, memory);
		} finally {
			await stack.close();
		}
		tables.push(await measureStatements(scripts, options));
		return tables;
	},
};
