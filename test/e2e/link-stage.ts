/** Link on its own: its built files and its server on one origin, a merchant's page on another. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { build } from 'vite';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { assetsOf } from '../../sandbox/server.ts';

export type LinkStage = {
	sandbox: Sandbox;
	/** The address of Link's script. */
	script: string;
	/** A merchant's page with a button and more than fits on a screen; Link is not in it yet. */
	page: string;
	/** The page's content security policy from now on. */
	setPolicy(policy: string | null): void;
	/** From now on Link's origin answers, or hangs up. */
	setReachable(reachable: boolean): void;
	/** A link token; `request` changes what it is asked for. */
	createToken(request?: object): Promise<string>;
	close(): Promise<void>;
};

const shopPage = `<!doctype html>
<html lang="en">
	<head><title>Shop</title></head>
	<body><button id="connect">Connect</button><div style="height: 300vh"></div></body>
</html>`;

export async function startLinkStage(): Promise<LinkStage> {
	const files = await mkdtemp(join(tmpdir(), 'link-'));
	await buildLink(join(files, 'link/v2/stable'));
	const sandbox = createSandbox({ assets: assetsOf(files) });
	// A connection that a fault cuts ends here as an answer without content: the frame learns nothing from either.
	const answer = getRequestListener((request) =>
		sandbox.fetch(request).catch(() => new Response(null, { status: 502 })),
	);
	let reachable = true;
	const link = await listen(
		createServer((request, response) => {
			if (reachable) answer(request, response);
			else request.socket.destroy();
		}),
	);
	let policy: string | null = null;
	const shop = await listen(
		createServer((_request, response) => {
			if (policy) response.setHeader('content-security-policy', policy);
			response.setHeader('content-type', 'text/html; charset=utf-8');
			response.end(shopPage);
		}),
	);
	return {
		sandbox,
		script: `${link.url}/link/v2/stable/link-initialize.js`,
		page: shop.url,
		setPolicy: (next) => {
			policy = next;
		},
		setReachable: (next) => {
			reachable = next;
		},
		createToken: async (request = {}) => {
			const response = await sandbox.fetch(`${link.url}/link/token/create`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					client_id: 'client',
					secret: 'secret',
					client_name: 'Paper & Pine',
					language: 'en',
					country_codes: ['US'],
					products: ['auth'],
					user: { client_user_id: 'shopper' },
					...request,
				}),
			});
			const { link_token } = (await response.json()) as { link_token: string };
			return link_token;
		},
		close: async () => {
			await Promise.all([link.close(), shop.close()]);
			await rm(files, { recursive: true });
		},
	};
}

/** The two files as `npm run build` makes them; under vitest's NODE_ENV they would hold Lit's development version. */
async function buildLink(outDir: string): Promise<void> {
	const before = process.env.NODE_ENV;
	process.env.NODE_ENV = 'production';
	for (const mode of ['link-script', 'link-frame'])
		await build({ mode, logLevel: 'error', build: { outDir } });
	process.env.NODE_ENV = before;
}

async function listen(server: Server): Promise<{ url: string; close(): Promise<void> }> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
