/**
 * The Worker under `wrangler dev`, as a child process: for the demo, and for tests that kill it.
 *
 * Variables and secrets are passed in a file that only the user can read. Every process of the machine can see
 * arguments.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');

export type WorkerOptions = {
	port: number;
	/** For D1's files and the variables. A start with the same folder finds the same data. */
	folder: string;
	/** Variables and secrets, as `.dev.vars` would hold them. */
	variables: Record<string, string>;
	/** Receives what wrangler and the Worker print. */
	onLog?: (text: string) => void;
	/** Ends the Worker, even while it starts. wrangler has its own process group, which would outlive this process. */
	signal?: AbortSignal;
};

export type RunningWorker = {
	url: string;
	/** Ends wrangler and workerd at once, as a crash would. */
	kill(): Promise<void>;
	/** Resolves when it has ended, for any reason. */
	ended: Promise<void>;
};

/** Applies the migrations to the D1 in that folder, or creates it. Rejects with wrangler's output. */
export async function applyMigrations(
	options: Pick<WorkerOptions, 'folder' | 'onLog' | 'signal'>,
): Promise<void> {
	mkdirSync(options.folder, { recursive: true });
	const { child, output } = run(
		['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', options.folder],
		options,
	);
	const [status] = await once(child, 'exit');
	if (status !== 0) throw new Error(`The D1 migrations could not be applied:\n${output()}`);
}

/** Starts the Worker and resolves when it answers. Rejects with its output if it does not. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
	const { port, folder, variables } = options;
	mkdirSync(folder, { recursive: true });
	const envFile = join(folder, 'variables.env');
	writeFileSync(envFile, toEnvFile(variables), { mode: 0o600 });
	chmodSync(envFile, 0o600);

	const address = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'];
	const quiet = ['--show-interactive-dev-session=false'];
	const { child, output } = run(
		['dev', ...address, '--env-file', envFile, ...quiet, '--persist-to', folder],
		options,
	);
	const ended = once(child, 'exit').then(() => {});
	const kill = async () => {
		killGroup(child);
		await ended;
	};

	const url = `http://localhost:${port}`;
	const hasEnded = ended.then(() => {
		throw new Error(`wrangler dev ended before the Worker answered:\n${output()}`);
	});
	hasEnded.catch(() => {}); // Matters only until the Worker answers.
	try {
		await Promise.race([untilItAnswers(`${url}/health`), hasEnded]);
	} catch (error) {
		killGroup(child);
		throw error;
	}
	return { url, kill, ended };
}

/** In its own process group: wrangler starts workerd and esbuild, and all of them must end together. */
function run(args: string[], { onLog, signal }: Pick<WorkerOptions, 'onLog' | 'signal'>) {
	signal?.throwIfAborted();
	const child = spawn(process.execPath, [wrangler, ...args], {
		cwd: root,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env,
			WRANGLER_SEND_METRICS: 'false',
			NO_COLOR: '1',
			CI: 'true',
		},
	});
	signal?.addEventListener('abort', () => killGroup(child));
	let output = '';
	const log = (text: string) => {
		output = (output + text).slice(-20_000);
		onLog?.(text);
	};
	child.stdout?.setEncoding('utf8').on('data', log);
	child.stderr?.setEncoding('utf8').on('data', log);
	return { child, output: () => output };
}

function killGroup(child: ChildProcess): void {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// It has ended already.
	}
}

async function untilItAnswers(url: string): Promise<void> {
	const deadline = Date.now() + 60_000;
	while (Date.now() < deadline) {
		try {
			await (await fetch(url)).text();
			return;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
	throw new Error(`The Worker did not answer ${url} within a minute.`);
}

function toEnvFile(variables: Record<string, string>): string {
	return Object.entries(variables)
		.map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
		.join('');
}

const crons = { 'each minute': '* * * * *', 'each hour': '17 * * * *' } as const;
type Cron = keyof typeof crons;

/**
 * Runs the Worker's scheduled jobs and waits until they are done.
 * @see https://developers.cloudflare.com/workers/configuration/cron-triggers/#test-cron-triggers-locally
 */
export async function fireCron(workerUrl: string, cron: Cron): Promise<void> {
	const url = new URL('/cdn-cgi/local/scheduled', workerUrl);
	url.searchParams.set('cron', crons[cron]);
	const answer = await fetch(url);
	if (!answer.ok) throw new Error(`The cron of ${cron} did not run: ${answer.status} ${await answer.text()}`);
}

/** Fires the crons as Cloudflare would: `wrangler dev` does not. A Worker that is reloading misses one. */
export function keepCrons(workerUrl: string): void {
	const fire = (cron: Cron) => fireCron(workerUrl, cron).catch(() => {});
	setInterval(() => void fire('each minute'), 60_000).unref();
	setInterval(() => void fire('each hour'), 60 * 60_000).unref();
}
