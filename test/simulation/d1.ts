/**
 * D1 with its failures: a statement that fails before or after its effect, or that takes effect long after the Worker has
 * given up. Enforces how many statements one invocation may run.
 */
import type { DatabaseSync } from 'node:sqlite';
import { sqliteD1 } from '../support/sqlite-d1.ts';
import { currentInvocation, gate, type Invocation } from './invocation.ts';
import type { Kernel } from './virtual-time.ts';

export type D1Fault = 'none' | 'before' | 'after' | 'late';

export type D1Options = {
	kernel: Kernel;
	/** Asked each time, so that a restored database can take its place. */
	database: () => DatabaseSync;
	/** Statements that one invocation may run: 1,000 on the paid plan, 50 on the free one. */
	statementLimit: number;
	fault: () => D1Fault;
	/** Whether the isolate dies at this await. */
	dies: (invocation: Invocation) => boolean;
	trace: (text: string) => void;
};

export function createD1({ kernel, database, statementLimit, fault, dies, trace }: D1Options): D1Database {
	const { random } = kernel;
	const latency = () => kernel.sleep(random.integer(1, 40));
	return sqliteD1(database, async (apply, statements) => {
		const invocation = currentInvocation.getStore();
		await gate(invocation);
		if (invocation) {
			invocation.statements += statements.length;
			if (invocation.statements > statementLimit) {
				trace(`D1 refuses: more than ${statementLimit} statements in one ${invocation.kind}`);
				throw new Error('D1_ERROR: too many statements in one Worker invocation');
			}
			if (dies(invocation)) await gate(invocation);
		}
		const chosen = fault();
		await latency();
		if (chosen === 'before') {
			await gate(invocation);
			throw new Error('D1_ERROR: Network connection lost.');
		}
		if (chosen === 'late') {
			// The Worker gives up after five seconds; the statements run all the same.
			const delay = random.integer(4_000, 40_000);
			trace(`D1 runs ${delay} ms late: ${statements[0]?.text.trim().slice(0, 60)}`);
			await kernel.sleep(delay);
		}
		const results = apply();
		if (invocation && dies(invocation)) await gate(invocation);
		if (chosen === 'after') {
			await gate(invocation);
			throw new Error('D1_ERROR: Network connection lost.');
		}
		await latency();
		await gate(invocation);
		return results;
	});
}
