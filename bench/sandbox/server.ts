/** Runs a server in its own process, which prints its address. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { untilRemoved } from '../processes/leftovers.ts';
import { memoryOf } from '../processes/usage.ts';

const root = join(import.meta.dirname, '../..');

export const files = {
	sandbox: 'sandbox/server.ts',
	bare: 'bench/sandbox/bare-server.ts',
} as const;

export type RunningServer = { url: string; memoryBytes(): number; close(): Promise<void> };

export async function startServer(name: keyof typeof files): Promise<RunningServer> {
	const port = name === 'sandbox' ? ['--port', '0'] : [];
	const child = spawn(process.execPath, [files[name], ...port], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	child.once(
		'exit',
		untilRemoved(() => child.kill('SIGKILL')),
	);
	const close = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGKILL');
		await once(child, 'exit');
	};
	const ended = once(child, 'exit').then(() => {
		throw new Error(`${files[name]} ended before it printed its address.`);
	});
	ended.catch(() => {}); // Matters only until it has started.
	const address = new Promise<string>((resolve) => {
		let output = '';
		child.stdout.setEncoding('utf8').on('data', (text) => {
			output += text;
			const [url] = /http:\/\/localhost:\d+/.exec(output) ?? [];
			if (url) resolve(url.replace('localhost', '127.0.0.1'));
		});
	});
	const url = await Promise.race([address, ended]);
	return { url, close, memoryBytes: () => memoryOf(child.pid ?? 0) };
}
