/** Runs seeds, one after the other, in a thread of its own: each message is a seed's options, each answer its result. */
import './package-json-hook.ts';
import { parentPort } from 'node:worker_threads';
import type { RunOptions } from './run.ts';

// After the hook, which the Worker's own modules need.
const { simulate } = await import('./run.ts');

parentPort?.on('message', async (options: RunOptions) => {
	parentPort?.postMessage(await simulate(options));
});
parentPort?.postMessage('ready');
