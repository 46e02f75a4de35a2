/**
 * `npm run demo`: the sandbox, the Worker and a shop, each on a port of its own, with no keys. Ctrl-C ends all.
 * `-- --keys`: the Worker and the shop with the keys of `.dev.vars`, against Plaid's Sandbox; `-- --vars <file>` for
 * another file.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ShopConfig } from '../demo/shop/config.ts';
import { startShop } from '../demo/shop/server.ts';
import { startSandbox } from '../sandbox/server.ts';
import { build } from './build.ts';
import { demoKeys } from './demo-keys.ts';
import { demoPorts } from './demo-ports.ts';
import { demoVariables } from './demo-variables.ts';
import { readOptions } from './settings/options.ts';
import { applyMigrations, startWorker } from './worker.ts';
import { keepCrons } from './worker-clock.ts';

const root = join(import.meta.dirname, '..');
const options = readOptions({
	keys: { type: 'boolean', default: false },
	vars: { type: 'string', default: join(root, '.dev.vars') },
});

/** wrangler leads a process group of its own, which the terminal's Ctrl-C does not reach. */
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		ending.abort();
		process.exit(0);
	});
}

type Parts = {
	variables: Record<string, string>;
	/** Where D1 keeps its files. */
	folder: string;
	/** What the shop's server is told. */
	shop: Omit<ShopConfig, 'port' | 'backendUrl'>;
	/** Whom it works against, for the list of addresses. */
	against: string;
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
	const { variables, folder, shop, against } = withKeys ?? (await sandbox(sandboxPort, workerUrl, shopUrl));
	const local = { folder, onLog: report, signal: ending.signal };
	await applyMigrations(local);
	const worker = await startWorker({ ...local, port: workerPort, variables });
	keepCrons(worker.url);
	await startShop({ port: shopPort, backendUrl: worker.url, ...shop });

	worker.ended.then(() => {
		console.error('\nThe Worker has ended; what it said stands above. Start the demo again.');
		process.exit(1);
	});

	console.log(`
  The shop     ${shopUrl}   ← begin here; sign in to a bank as user_good / pass_good
  Playground   ${shopUrl}/playground   every attribute and failure, to try
  The docs     ${shopUrl}/docs/

  The Worker   ${worker.url}
  ${against}

  Ctrl-C ends all of it.
`);
}

/** Plaid and Stripe, pretended, with keys made anew; the sandbox begins empty, and so does the store. */
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
		against: `The sandbox  ${url}   Plaid and Stripe, pretended`,
	};
}

/** Plaid's own Sandbox and Stripe's test mode; the store is that of `wrangler dev`, and stays. */
function ownKeys(shopUrl: string): Parts {
	const { variables, apiKey, sandboxUrl, eventsSecret } = demoKeys(options.vars, shopUrl);
	return {
		variables,
		folder: join(root, '.wrangler/state'),
		shop: { backendApiKey: apiKey, sandboxUrl, eventsSecret },
		against: 'Against Plaid’s Sandbox and Stripe’s test mode, with the keys of .dev.vars',
	};
}

/** Errors and warnings of the Worker's; a healthy demo is silent. */
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
