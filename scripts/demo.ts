/** `npm run demo`: the sandbox, the Worker and a shop, each on a port of its own, with no keys. Ctrl-C ends all. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../demo/sandbox/server.ts';
import { startShop } from '../demo/shop/server.ts';
import { build } from './build.ts';
import { demoPorts } from './demo-ports.ts';
import { demoVariables } from './demo-variables.ts';
import { startWorker } from './worker.ts';
import { keepCrons } from './worker-clock.ts';

/** wrangler leads a process group of its own, which the terminal's Ctrl-C does not reach. */
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		ending.abort();
		process.exit(0);
	});
}

async function main(): Promise<void> {
	const { sandboxPort, workerPort, shopPort } = await demoPorts('npm run demo');

	console.log('Building …');
	await build({ quiet: true });

	console.log('Starting the sandbox, the Worker and the shop …');
	const folder = join(import.meta.dirname, `../.wrangler/demo-${workerPort}`);
	rmSync(folder, { recursive: true, force: true }); // The sandbox begins empty; so does the store.
	const shopUrl = `http://localhost:${shopPort}`;
	const { variables, apiKey, stripeKey, stripeWebhook, eventsSecret } = demoVariables({
		sandboxUrl: `http://localhost:${sandboxPort}`,
		workerUrl: `http://localhost:${workerPort}`,
		origins: [shopUrl],
		eventsUrl: `${shopUrl}/bank-events`,
	});
	const sandbox = await startSandbox({ port: sandboxPort, stripe: { webhook: stripeWebhook } });
	const worker = await startWorker({
		port: workerPort,
		folder,
		variables,
		onLog: report,
		signal: ending.signal,
	});
	keepCrons(worker.url);
	await startShop({
		port: shopPort,
		backendUrl: worker.url,
		backendApiKey: apiKey,
		stripeSecretKey: stripeKey,
		stripeBaseUrl: sandbox.url,
		sandboxUrl: sandbox.url,
		eventsSecret,
	});

	worker.ended.then(() => {
		console.error('\nThe Worker has ended; what it said stands above. Start the demo again.');
		process.exit(1);
	});

	console.log(`
  The shop     ${shopUrl}   ← begin here; sign in to a bank as user_good / pass_good
  Playground   ${shopUrl}/playground   every attribute and failure, to try
  The docs     ${shopUrl}/docs/

  The Worker   ${worker.url}
  The sandbox  ${sandbox.url}   Plaid and Stripe, pretended

  Ctrl-C ends all three.
`);
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
