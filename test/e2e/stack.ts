/**
 * The whole product on free ports: sandbox and shop in this process, the Worker under `wrangler dev` in another.
 *
 * The built files must be there (`npm run build`); `npm test` sees to that.
 */
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startShop } from '../../demo/shop/server.ts';
import { createIds } from '../../sandbox/ids.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { demoVariables } from '../../scripts/demo-variables.ts';
import { freePort } from '../../scripts/ports.ts';
import { applyMigrations, fireCron, type RunningWorker, startWorker } from '../../scripts/worker.ts';

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
	if (process.env.EMPTY_STORE) cpSync(process.env.EMPTY_STORE, folder, { recursive: true });
	else await applyMigrations({ folder });
	const [sandboxPort, workerPort, shopPort] = [await freePort(), await freePort(), await freePort()];
	const shopUrl = `http://localhost:${shopPort}`;
	const { variables, apiKey, stripeWebhook, eventsSecret } = demoVariables({
		sandboxUrl: `http://localhost:${sandboxPort}`,
		workerUrl: `http://localhost:${workerPort}`,
		origins: [shopUrl],
		eventsUrl: `${shopUrl}/bank-events`,
	});
	const sandbox = await startSandbox({ port: sandboxPort, stripe: { webhook: stripeWebhook } });

	let resets = 0;
	let seed = 'whole flows';
	let log = '';
	const start = () => startWorker({ port: workerPort, folder, variables, onLog: (text) => (log += text) });
	let worker: RunningWorker | null = await start();
	const shop = await startShop({
		port: shopPort,
		backendUrl: worker.url,
		backendApiKey: apiKey,
		sandboxUrl: sandbox.url,
		eventsSecret,
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

	function openStore(readOnly: boolean): DatabaseSync {
		const [file] = globSync('v3/d1/miniflare-D1DatabaseObject/*.sqlite', { cwd: folder }).filter(
			(name) => !name.endsWith('metadata.sqlite'),
		);
		if (!file) throw new Error('D1 has no file yet.');
		return new DatabaseSync(join(folder, file), { readOnly });
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
		/** An empty sandbox without faults, whose ids are known beforehand. */
		async reset(): Promise<void> {
			// Another each time: the Worker's store goes on, and must not meet the ids of the test before.
			seed = `whole flows ${++resets}`;
			await control('POST', 'reset', { seed });
		},
		/** The first access token that the sandbox has given, or will. */
		accessToken: () => createIds(seed).accessToken(),
		/** Whether Plaid knows that access token by now. */
		async isExchanged(): Promise<boolean> {
			const body = {
				client_id: variables.PLAID_CLIENT_ID,
				secret: 'any',
				access_token: createIds(seed).accessToken(),
			};
			const answer = await fetch(`${sandbox.url}/item/get`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			return answer.ok;
		},
		async requests(path?: string | RegExp): Promise<JournalEntry[]> {
			const { requests } = (await control('GET', 'requests')) as { requests: JournalEntry[] };
			if (path instanceof RegExp) return requests.filter((request) => path.test(request.path));
			return path ? requests.filter((request) => request.path === path) : requests;
		},
		/** Reads D1's file beside the Worker, dead or alive. */
		query(sql: string): Record<string, unknown>[] {
			const database = openStore(true);
			try {
				return database.prepare(sql).all();
			} finally {
				database.close();
			}
		},
		/** Changes D1's file, for what no clock of a test's can bring about. Only while the Worker is dead. */
		change(sql: string): void {
			const database = openStore(false);
			try {
				database.exec(sql);
			} finally {
				database.close();
			}
		},
		/** What the Worker does by the clock, now. */
		fireCron: (cron: 'each minute' | 'each hour') => fireCron(`http://localhost:${workerPort}`, cron),
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
