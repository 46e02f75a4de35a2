/** Runs a file of this project in its own process, which sends a message when it is ready and ends with its parent. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { untilRemoved } from './leftovers.ts';
import { memoryOf, processorTimeOf } from './usage.ts';

export type RunningChild = {
	processorMs(): number;
	memoryBytes(): number;
	close(): Promise<void>;
};

export async function startChild(
	file: string,
	args: string[] = [],
): Promise<RunningChild & { message: unknown }> {
	const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	child.once(
		'exit',
		untilRemoved(() => child.kill('SIGKILL')),
	);
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`${file} ended with ${code} before it was ready.`);
	});
	ended.catch(() => {}); // Matters only until it is ready.
	const [message] = await Promise.race([once(child, 'message'), ended]);
	const pid = child.pid ?? 0;
	return {
		message,
		processorMs: () => processorTimeOf(pid),
		memoryBytes: () => memoryOf(pid),
		async close() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}
