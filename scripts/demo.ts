/**
 * `npm run demo`: the sandbox, the Worker and a shop, each on its own port, without any keys. Ctrl-C ends all of them.
 * `-- --keys`: the Worker and the shop with the keys of `.dev.vars` and Plaid's own Sandbox; `-- --vars <file>` for
 * another file.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ShopConfig } from '../demo/shop/config.ts';
import { startShop } from '../demo/shop/server.ts';
import { startSandbox } from '../sandbox/server.ts';
import { build } from './build.ts';
import { demoVariables, ownVariables } from './demo-variables.ts';
import { demoPorts } from './ports.ts';
import { readOptions } from './settings/options.ts';
import { applyMigrations, keepCrons, startWorker } from './worker.ts';

const root = join(import.meta.dirname, '..');
const options = readOptions({
	keys: { type: 'boolean', default: false },
	vars: { type: 'string', default: join(root, '.dev.vars') },
});

/** wrangler has its own process group, which the terminal's Ctrl-C does not reach. */
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		ending.abort();
		process.exit(0);
	});
}

type Parts = {
	variables: Record<string, string>;
	/** For D1's files. */
	folder: string;
	/** The configuration of the shop's server. */
	shop: Omit<ShopConfig, 'port' | 'backendUrl'>;
	/** A line for the list of addresses: what the Worker works with. */
	counterpart: string;
};

async function main(): Promise<void> {
	const command = options.keys ? 'npm run demo -- --keys' : 'npm run demo';
	const { sandboxPort, workerPort, shopPort } = await demoPorts(
		command,
		options.keys ? 'the sandbox' : undefined,
	);
	const shopUrl = `http://localhost:${shopPort}`;
	const withKeys = options.keys ? ownKeys(shopUrl) : null;

	console.log('Building …');
	await build({ quiet: true });

	console.log(`Starting ${withKeys ? 'the Worker' : 'the sandbox, the Worker'} and the shop …`);
	const workerUrl = `http://localhost:${workerPort}`;
	const { variables, folder, shop, counterpart } =
		withKeys ?? (await sandbox(sandboxPort, workerUrl, shopUrl));
	const local = { folder, onLog: report, signal: ending.signal };
	await applyMigrations(local);
	const worker = await startWorker({ ...local, port: workerPort, variables });
	keepCrons(worker.url);
	await startShop({ port: shopPort, backendUrl: worker.url, ...shop });

	worker.ended.then(() => {
		console.error('\nThe Worker has ended; its messages are above. Start the demo again.');
		process.exit(1);
	});

	console.log(`
  The shop     ${shopUrl}   ← start here; sign in to a bank as user_good / pass_good
  Playground   ${shopUrl}/playground   try every attribute and failure
  The docs     ${shopUrl}/docs/

  The Worker   ${worker.url}
  ${counterpart}

  Ctrl-C ends all of it.
`);
}

/** The sandbox with new keys. It starts empty, and so does the database. */
async function sandbox(port: number, workerUrl: string, shopUrl: string): Promise<Parts> {
	const folder = join(root, `.wrangler/demo-${new URL(workerUrl).port}`);
	rmSync(folder, { recursive: true, force: true });
	const { variables, apiKey, stripeWebhook, eventsSecret } = demoVariables({
		sandboxUrl: `http://localhost:${port}`,
		workerUrl,
		origins: [shopUrl],
		eventsUrl: `${shopUrl}/bank-events`,
	});
	const { url } = await startSandbox({ port, stripe: { webhook: stripeWebhook } });
	return {
		variables,
		folder,
		shop: {
			backendApiKey: apiKey,
			sandboxUrl: url,
			eventsSecret,
		},
		counterpart: `The sandbox  ${url}   Plaid and Stripe, simulated`,
	};
}

/** Plaid's own Sandbox and Stripe's test mode. The database is that of `wrangler dev`, and stays. */
function ownKeys(shopUrl: string): Parts {
	const { variables, apiKey, sandboxUrl, eventsSecret } = ownVariables(options.vars, shopUrl);
	return {
		variables,
		folder: join(root, '.wrangler/state'),
		shop: { backendApiKey: apiKey, sandboxUrl, eventsSecret },
		counterpart: 'With Plaid’s Sandbox, Stripe’s test mode and the keys of .dev.vars',
	};
}

/** Prints the Worker's errors and warnings only. */
function report(text: string): void {
	for (const line of text.split('\n')) {
		if (/\[wrangler:error\]|"level":"(error|warn)"|✘/.test(line)) console.error(line);
	}
}

main().catch((error: unknown) => {
	ending.abort();
	console.error(`\n${error instanceof Error ? error.message : error}\n`);
	process.exit(1);
});
