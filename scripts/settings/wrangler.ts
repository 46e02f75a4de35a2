/** Runs wrangler and waits for it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** `answer` is its standard output; `output` has its messages, too. */
export type Ran = { status: number; output: string; answer: string };
/** `input` is its standard input: secrets must not be arguments, which every process can see. */
export type RunWrangler = (args: string[], input?: string) => Promise<Ran>;

export const runWrangler: RunWrangler = (args, input) =>
	new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [join(root, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
			cwd: root,
			stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
			env: {
				...process.env,
				WRANGLER_SEND_METRICS: 'false',
				NO_COLOR: '1',
				FORCE_COLOR: '0',
			},
		});
		let output = '';
		let answer = '';
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
			answer += text;
		});
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
		child.on('error', reject);
		child.on('close', (status) => resolve({ status: status ?? 1, output, answer }));
		child.stdin?.on('error', () => {}); // It ended without reading its input: the status shows that.
		child.stdin?.end(input);
	});
