/** The sandbox on a port: `node sandbox/server.ts [--port 8788] [--seed …]`. The only part that needs Node. */
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

/** Files of a folder. */
export function assetsOf(folder: string): Assets {
	return async (path) => {
		try {
			// `normalize` takes every `..` off an absolute path, so that the file is always in the folder.
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

/** Starts a sandbox on a port of this machine; 0 for any free one. Rejects with `EADDRINUSE` for a port that is taken. */
export async function startSandbox(options: {
	port: number;
	seed?: string;
	/** Takes webhooks to any address; without it they go to this machine only. */
	webhookFetch?: SandboxOptions['webhookFetch'];
	/** What is set at Stripe from the start and after each reset. */
	stripe?: SandboxOptions['stripe'];
}): Promise<{ url: string; sandbox: Sandbox; close(): Promise<void> }> {
	let fetch: Sandbox['fetch'] = async () => new Response(null, { status: 503 });
	const server = createAdaptorServer({
		fetch: async (request: Request, bindings) => {
			const { incoming } = bindings as HttpBindings;
			try {
				return await fetch(request);
			} catch (error) {
				// A cut is a socket that goes away without a word; so is a client that has gone away itself.
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
	// As time goes by without a call, webhooks are tried again and payments settle.
	const ticking = setInterval(() => sandbox.clock.runDue(), 1_000).unref();
	return {
		url,
		sandbox,
		close: () =>
			new Promise((resolve) => {
				clearInterval(ticking);
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

/** The command. What is wrong is told, and the process ends with 1. */
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
			`The sandbox stands at ${url} (Ctrl-C ends it). Open it in a browser to see what it holds. How to use it: docs/sandbox.md`,
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

/** The secret is not an argument, which every process of the machine can see. */
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
