/** The sandbox on a port, and its command: `node sandbox/server.ts [--port 8788]`. The only part that needs Node. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Assets, ConnectionCut, createSandbox, type Sandbox, type SandboxOptions } from './index.ts';

/** Link's built files: in the repository, and in the npm package, where this module is in `dist/package`. */
const built = join(packageRoot(import.meta.dirname), 'dist/sandbox');

/** The nearest folder, upward, with a package.json. */
function packageRoot(folder: string): string {
	return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder));
}

const contentTypes: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
	'.map': 'application/json',
	'.svg': 'image/svg+xml',
	'.woff2': 'font/woff2',
};

/** Serves the files of a folder. */
export function assetsOf(folder: string): Assets {
	return async (path) => {
		try {
			// `normalize` removes every `..` from an absolute path, so the file is always in the folder.
			const file = join(folder, normalize(decodeURIComponent(path)));
			return new Response(new Uint8Array(await readFile(file)), {
				headers: {
					'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
					'cache-control': 'no-cache',
				},
			});
		} catch {
			return null;
		}
	};
}

/** Starts a sandbox on a port of this machine; port 0 takes any free one. Rejects with `EADDRINUSE` if it is taken. */
export async function startSandbox(options: {
	port: number;
	seed?: string;
	/** Sends webhooks to any address. Without it, they go to this machine only. */
	webhookFetch?: SandboxOptions['webhookFetch'];
	/** Stripe settings at the start and after each reset. */
	stripe?: SandboxOptions['stripe'];
}): Promise<{ url: string; sandbox: Sandbox; close(): Promise<void> }> {
	let fetch: Sandbox['fetch'] = async () => new Response(null, { status: 503 });
	const server = createAdaptorServer({
		fetch: async (request: Request, bindings) => {
			const { incoming } = bindings as HttpBindings;
			try {
				return await fetch(request);
			} catch (error) {
				// For a fault that cuts the connection, and for a client that has disconnected.
				if (!(error instanceof ConnectionCut || request.signal.aborted)) throw error;
				incoming.socket.destroy();
				return RESPONSE_ALREADY_SENT;
			}
		},
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, '127.0.0.1', resolve);
	});
	const url = `http://localhost:${(server.address() as AddressInfo).port}`;
	const sandbox = createSandbox({
		origin: url,
		assets: assetsOf(built),
		...(options.seed === undefined ? {} : { seed: options.seed }),
		...(options.webhookFetch ? { webhookFetch: options.webhookFetch } : {}),
		...(options.stripe ? { stripe: options.stripe } : {}),
	});
	fetch = sandbox.fetch;
	// Retries webhooks and settles payments while there are no calls.
	const timer = setInterval(() => sandbox.clock.runDue(), 1_000).unref();
	return {
		url,
		sandbox,
		close: () =>
			new Promise((resolve) => {
				clearInterval(timer);
				server.close(() => resolve());
				if ('closeAllConnections' in server) server.closeAllConnections();
			}),
	};
}

const usage = `Usage: plaid-stripe-sandbox [--port 8788] [--seed text] [--webhooks-anywhere] [--stripe-webhooks url]

  --port                the port of this machine to listen at; 0 takes any free one
  --seed                the same seed gives the same ids
  --webhooks-anywhere   send webhooks to any address, not to this machine only
  --stripe-webhooks     where Stripe's events go, signed with STRIPE_WEBHOOK_SECRET of the environment`;

/** Runs the command. For invalid options it prints what to do and exits with 1. */
export async function runSandbox(args: string[]): Promise<void> {
	const {
		port: given,
		seed,
		help,
		'webhooks-anywhere': webhooksAnywhere,
		'stripe-webhooks': stripeWebhooks,
	} = readOptions(args);
	if (help) {
		console.log(usage);
		return;
	}
	const port = Number(given ?? 8788);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		fail(`--port ${given}: give a number between 0 and 65535.`);
	}
	const webhook = stripeWebhooks === undefined ? null : stripeWebhook(stripeWebhooks);
	try {
		const { url } = await startSandbox({
			port,
			...(seed === undefined ? {} : { seed }),
			...(webhooksAnywhere ? { webhookFetch: (to, init) => globalThis.fetch(to, init) } : {}),
			...(webhook ? { stripe: { webhook } } : {}),
		});
		console.log(
			`The sandbox runs at ${url} (Ctrl-C ends it). Open it in a browser to see its records. How to use it: docs/sandbox.md`,
		);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		fail(`Port ${port} is taken. Stop what uses it, or choose another: --port ${port + 1}`);
	}
}

function readOptions(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				port: { type: 'string' },
				seed: { type: 'string' },
				'webhooks-anywhere': { type: 'boolean' },
				'stripe-webhooks': { type: 'string' },
				help: { type: 'boolean' },
			},
		}).values;
	} catch (error) {
		return fail(`${(error as Error).message}\n\n${usage}`);
	}
}

/** The secret is not an argument, because every process of the machine can read arguments. */
function stripeWebhook(url: string): { url: string; secret: string } {
	if (!URL.canParse(url) || !/^https?:/.test(url)) fail(`--stripe-webhooks ${url}: give an address.`);
	const secret = process.env.STRIPE_WEBHOOK_SECRET;
	if (!secret?.startsWith('whsec_')) {
		fail('--stripe-webhooks needs STRIPE_WEBHOOK_SECRET in the environment: whsec_ and any text.');
	}
	return { url, secret };
}

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

if (import.meta.main) await runSandbox(process.argv.slice(2));
