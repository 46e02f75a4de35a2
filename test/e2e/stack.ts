/**
 * The whole product on free ports: sandbox and shop in this process, the Worker under `wrangler dev` in another.
 *
 * The built files must be there (`npm run build`); `npm test` sees to that.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../demo/sandbox/server.ts';
import { startShop } from '../../demo/shop/server.ts';
import { demoVariables } from '../../scripts/demo-variables.ts';
import { freePort } from '../../scripts/ports.ts';
import { type RunningWorker, startWorker } from '../../scripts/worker.ts';

/** One line of the sandbox's journal. */
export type JournalEntry = {
	at: string;
	api: string;
	method: string;
	path: string;
	status: number;
	request_id: string;
	body: Record<string, unknown> | null;
};

export type Stack = Awaited<ReturnType<typeof startStack>>;

export async function startStack() {
	const folder = mkdtempSync(join(tmpdir(), 'stack-'));
	const sandbox = await startSandbox({ port: 0 });
	const [workerPort, shopPort] = [await freePort(), await freePort()];
	const shopUrl = `http://localhost:${shopPort}`;
	const { variables, apiKey, stripeKey } = demoVariables({ sandboxUrl: sandbox.url, origins: [shopUrl] });

	let log = '';
	const start = () =>
		startWorker({ port: workerPort, folder, variables, onLog: (text) => (log += text) });
	let worker: RunningWorker | null = await start();
	const shop = await startShop({
		port: shopPort,
		backendUrl: worker.url,
		backendApiKey: apiKey,
		stripeSecretKey: stripeKey,
		stripeBaseUrl: sandbox.url,
		sandboxUrl: sandbox.url,
	});

	async function control(method: string, path: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		if (!answer.ok) throw new Error(`${method} /_sandbox/${path}: ${answer.status} ${await answer.text()}`);
		return answer.json();
	}

	return {
		sandboxUrl: sandbox.url,
		sandbox: sandbox.sandbox,
		backendUrl: worker.url,
		shopUrl: shop.url,
		apiKey,
		/** What must never be seen outside the Worker and the shop's server. */
		secrets: Object.entries(variables)
			.filter(([name]) => /SECRET|KEYS/.test(name))
			.flatMap(([, value]) => value.split(',').map((part) => part.replace(/^k1:/, ''))),
		/** Everything that wrangler and the Worker have printed. */
		workerLog: () => log,
		control,
		async requests(path?: string): Promise<JournalEntry[]> {
			const { requests } = (await control('GET', 'requests')) as { requests: JournalEntry[] };
			return path ? requests.filter((request) => request.path === path) : requests;
		},
		/** Ends the Worker with SIGKILL, in the middle of whatever it is doing. */
		async killWorker(): Promise<void> {
			await worker?.kill();
			worker = null;
		},
		async startWorkerAgain(): Promise<void> {
			worker ??= await start();
		},
		async close(): Promise<void> {
			await worker?.kill();
			await shop.close();
			await sandbox.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
