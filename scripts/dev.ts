/**
 * `npm run dev`: the demo, reloading each part when its files change. Vite rebuilds what runs in a browser, wrangler
 * reloads the Worker, `node --watch` restarts the sandbox and the shop, and another process rebuilds the docs. Ctrl-C
 * ends all of them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { build } from './build.ts';
import { demoVariables } from './demo-variables.ts';
import { demoPorts } from './ports.ts';
import { publishFiles } from './publish-files.ts';
import { applyMigrations, keepCrons, startWorker } from './worker.ts';

const root = join(import.meta.dirname, '..');
const children: ChildProcess[] = [];
const ending = new AbortController();

function end(status: number): never {
	ending.abort();
	for (const child of children) child.kill('SIGTERM');
	process.exit(status);
}

/** Starts a server that Node restarts when one of its files changes. */
function startWatched(script: string, args: string[], env: Record<string, string>): void {
	const child = spawn(process.execPath, ['--watch', '--watch-preserve-output', join(root, script), ...args], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, ...env },
	});
	children.push(child);
}

/** Rebuilds a mode of vite.config.ts on each change. */
async function rebuildOnChange(mode: string): Promise<void> {
	const watcher = await viteBuild({
		configFile: join(root, 'vite.config.ts'),
		mode,
		logLevel: 'error',
		build: { watch: {} },
	});
	if (!('on' in watcher)) throw new Error(`Vite does not watch ${mode}.`);
	let first = true;
	watcher.on('event', (event) => {
		if (event.code === 'ERROR') console.error(event.error.message);
		if (event.code !== 'END') return;
		if (mode === 'script') publishFiles(join(root, 'dist/public'), packageJson.version);
		if (!first) console.log(`Rebuilt: ${mode}`);
		first = false;
	});
}

/** Rebuilds the docs when a page or the site's code changes: one build at a time, the last change included. */
function rebuildDocsOnChange(): void {
	let building: ChildProcess | null = null;
	let changed = false;
	const buildDocs = () => {
		if (building) {
			changed = true;
			return;
		}
		changed = false;
		// Another process, so that it loads the site's code as it is now.
		building = spawn(process.execPath, [join(root, 'scripts/docs.ts')], {
			cwd: root,
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		building.on('exit', (status) => {
			building = null;
			if (status === 0) console.log('Rebuilt: docs');
			if (changed) buildDocs();
		});
	};
	for (const folder of ['docs', 'scripts/docs']) watch(join(root, folder), { recursive: true }, buildDocs);
}

async function main(): Promise<void> {
	const { sandboxPort, workerPort, shopPort } = await demoPorts('npm run dev');
	console.log('Building …');
	await build({ quiet: true });
	for (const mode of ['script', 'link-script', 'link-frame', 'shop']) await rebuildOnChange(mode);
	rebuildDocsOnChange();

	console.log('Starting the sandbox, the Worker and the shop …');
	const sandboxUrl = `http://localhost:${sandboxPort}`;
	const shopUrl = `http://localhost:${shopPort}`;
	const { variables, apiKey, stripeWebhook, eventsSecret } = demoVariables({
		sandboxUrl,
		workerUrl: `http://localhost:${workerPort}`,
		origins: [shopUrl],
		eventsUrl: `${shopUrl}/bank-events`,
	});
	const sandboxArgs = ['--port', String(sandboxPort), '--stripe-webhooks', stripeWebhook.url];
	startWatched('sandbox/server.ts', sandboxArgs, { STRIPE_WEBHOOK_SECRET: stripeWebhook.secret });
	const folder = join(root, `.wrangler/dev-${workerPort}`);
	rmSync(folder, { recursive: true, force: true }); // The sandbox starts empty, and so does the database.
	const local = { folder, onLog: (text: string) => process.stdout.write(text), signal: ending.signal };
	await applyMigrations(local);
	const worker = await startWorker({ ...local, port: workerPort, variables });
	keepCrons(worker.url);
	startWatched('demo/shop/server.ts', [], {
		PORT: String(shopPort),
		BACKEND_URL: worker.url,
		BACKEND_API_KEY: apiKey,
		SANDBOX_URL: sandboxUrl,
		EVENTS_SECRET: eventsSecret,
	});
	console.log(
		`\n  The shop  ${shopUrl}   Change a file and reload the page. A sandbox that restarts is empty.\n`,
	);
	await worker.ended;
	throw new Error('The Worker has ended; its messages are above.');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
main().catch((error: unknown) => {
	console.error(`\n${error instanceof Error ? error.message : error}\n`);
	end(1);
});
