/** Link on its own: its built files and its server on one origin, a merchant's page on another. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { build } from 'vite';
import { createClock } from '../../demo/sandbox/clock.ts';
import type { SandboxContext } from '../../demo/sandbox/context.ts';
import { linkServer } from '../../demo/sandbox/link-server/app.ts';
import { createLinkToken } from '../../demo/sandbox/plaid/link-tokens.ts';
import { createState, type LinkToken, type State } from '../../demo/sandbox/state.ts';

export type LinkStage = {
	state: State;
	/** The address of Link's script. */
	script: string;
	/** An empty merchant's page; `?` and whatever follows is allowed. */
	pageUrl: string;
	/** Scripts and styles that the page allows, as its content security policy says it; none at first. */
	setPolicy(policy: string | null): void;
	/** Whether Link's server answers or hangs up. */
	setReachable(reachable: boolean): void;
	createToken(request?: Partial<LinkToken['request']>): string;
	close(): Promise<void>;
};

const types: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css',
};

export async function startLinkStage(): Promise<LinkStage> {
	const files = await mkdtemp(join(tmpdir(), 'link-'));
	for (const mode of ['link-script', 'link-frame']) {
		await build({ mode, logLevel: 'error', build: { outDir: join(files, 'link/v2/stable') } });
	}
	const state: State = createState(
		'link',
		createClock({ now: Date.now }, () => state.due),
	);
	let reachable = true;
	const context: SandboxContext = { state, origin: '', assets: async () => null };
	const app = new Hono().route('/', linkServer(context)).get('/link/v2/stable/*', async (c) => {
		const content = await readFile(join(files, c.req.path)).catch(() => null);
		if (!content) return c.notFound();
		return c.body(new Uint8Array(content), 200, { 'content-type': types[extname(c.req.path)] ?? '' });
	});
	const answer = getRequestListener(app.fetch);
	const sandbox = await listen(
		createServer((request, response) => (reachable ? answer(request, response) : request.socket.destroy())),
	);

	let policy: string | null = null;
	const shop = await listen(
		createServer((_request, response) => {
			if (policy) response.setHeader('content-security-policy', policy);
			response.setHeader('content-type', 'text/html; charset=utf-8');
			response.end(
				'<!doctype html><html lang="en"><title>Shop</title><body><button>Connect</button></body></html>',
			);
		}),
	);
	return {
		state,
		script: `${sandbox.url}/link/v2/stable/link-initialize.js`,
		pageUrl: `${shop.url}/`,
		setPolicy: (next) => {
			policy = next;
		},
		setReachable: (next) => {
			reachable = next;
		},
		createToken: (request = {}) =>
			createLinkToken(state, {
				clientId: 'client',
				request: {
					client_name: 'Paper & Pine',
					language: 'en',
					country_codes: ['US'],
					products: ['auth'],
					user: { client_user_id: 'shopper' },
					...request,
				},
			}).linkToken,
		close: async () => {
			await Promise.all([sandbox.close(), shop.close()]);
			await rm(files, { recursive: true });
		},
	};
}

async function listen(server: Server): Promise<{ url: string; close(): Promise<void> }> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
