/**
 * The servers behind the pages, in their own process: the sandbox with Link, a shop with a small backend, and the
 * element's origin with a backend that makes the calls to Plaid and nothing else (the Worker itself is measured elsewhere).
 * Both backends answer after the same delay.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetsOf, startSandbox } from '../../sandbox/server.ts';
import { bundlePage } from '../bytes/bundle.ts';
import { type RunningChild, startChild } from '../processes/child.ts';
import { type PageName, pageNames, pageOf } from './pages.ts';

export type PageServers = RunningChild & {
	/** A page with Link on another site, which has its own process, or on the same site, as phones do. */
	address(page: PageName, link: 'other site' | 'same site'): string;
	/** Sets the delay of both backends, for files too. Resolves with the number of answers since the last call. */
	delay(ms: number): Promise<number>;
};

export async function startPageServers(): Promise<PageServers> {
	const { message, ...child } = await startChild(import.meta.filename);
	const shop = message as string;
	return {
		...child,
		address: (page, link) => `${shop}/${page}?link=${link === 'same site' ? 'localhost' : '127.0.0.1'}`,
		async delay(ms) {
			const answer = await fetch(`${shop}/delay?ms=${ms}`, { method: 'POST' });
			if (!answer.ok) throw new Error(`The delay could not be set: ${answer.status}`);
			return Number(await answer.text());
		},
	};
}

async function serve(): Promise<void> {
	const { sandbox, url: linkUrl } = await startSandbox({ port: 0, seed: 'bench' });
	const linkPort = new URL(linkUrl).port;
	const linkScript = (host: string) => `http://${host}:${linkPort}/link/v2/stable/link-initialize.js`;
	const react = (await bundle('react.js')).replace(
		'https://cdn.plaid.com/link/v2/stable/link-initialize.js',
		() => linkScript('127.0.0.1'),
	);
	const lit = await bundle('lit-element.js');
	const element = assetsOf(`${import.meta.dirname}/../../dist/public`);
	let delay = 0;
	let answers = 0;
	const late = () => {
		answers += 1;
		return delay > 0 && new Promise((resolve) => setTimeout(resolve, delay));
	};

	const credentials = { client_id: randomBytes(12).toString('hex'), secret: randomBytes(15).toString('hex') };
	async function plaid<Answer>(path: string, body: object): Promise<Answer> {
		const answer = await sandbox.fetch(`${linkUrl}${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...credentials, ...body }),
		});
		if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
		return answer.json() as Promise<Answer>;
	}
	const createLinkToken = () =>
		plaid<{ link_token: string; expiration: string; request_id: string }>('/link/token/create', {
			client_name: 'Paper & Pine',
			language: 'en',
			country_codes: ['US'],
			products: ['auth'],
			user: { client_user_id: 'shopper' },
		});
	const exchange = (public_token: string) =>
		plaid<{ access_token: string }>('/item/public_token/exchange', { public_token });

	const backend = await listen(async (request, response) => {
		const { pathname } = new URL(request.url ?? '', 'http://localhost');
		await late();
		response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
		if (request.method === 'OPTIONS') {
			response.writeHead(204, {
				'access-control-allow-methods': 'POST',
				'access-control-allow-headers': 'Content-Type',
				'access-control-max-age': '7200',
			});
			return response.end();
		}
		if (pathname === '/v1/link_tokens') return json(response, await createLinkToken());
		if (pathname === '/v1/bank_account_tokens') {
			const { public_token, account_id } = JSON.parse(await textOf(request));
			const { access_token } = await exchange(public_token);
			const { stripe_bank_account_token, request_id } = await plaid<Record<string, string>>(
				'/processor/stripe/bank_account_token/create',
				{ access_token, account_id },
			);
			return json(response, {
				connection: `conn_${randomBytes(12).toString('hex')}`,
				bank_account_token: stripe_bank_account_token,
				account: {
					id: account_id,
					name: 'Plaid Checking',
					mask: '0000',
					type: 'depository',
					subtype: 'checking',
				},
				institution: { id: 'ins_109508', name: 'First Platypus Bank' },
				livemode: false,
				request_id,
			});
		}
		await send(response, await element(pathname));
	});

	const shop = await listen(async (request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
		if (pathname === '/delay') {
			delay = Number(searchParams.get('ms'));
			response.end(String(answers));
			answers = 0;
			return;
		}
		if (pathname === '/react.js') return script(response, react);
		if (pathname === '/lit.js') return script(response, lit);
		const page = pageNames.find((name) => pathname === `/${name}`);
		if (page) {
			response.setHeader('content-type', 'text/html; charset=utf-8');
			const link = linkScript(searchParams.get('link') ?? '127.0.0.1');
			return response.end(pageOf(page, { backend: `http://127.0.0.1:${backend}`, link }));
		}
		await late();
		if (pathname === '/api/create_link_token') return json(response, await createLinkToken());
		if (pathname === '/api/set_access_token') {
			await exchange(new URLSearchParams(await textOf(request)).get('public_token') ?? '');
			return json(response, { exchanged: true });
		}
		response.writeHead(404).end();
	});
	process.send?.(`http://localhost:${shop}`);
}

async function bundle(entry: string): Promise<string> {
	const [file] = await bundlePage(entry);
	return String(file);
}

async function listen(
	handle: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>,
): Promise<number> {
	const server: Server = createServer((request, response) => {
		handle(request, response).catch((error) => {
			console.error(error);
			response.destroy();
		});
	});
	server.keepAliveTimeout = 60_000;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

function json(response: ServerResponse, body: object): void {
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify(body));
}

function script(response: ServerResponse, text: string): void {
	response.setHeader('content-type', 'text/javascript; charset=utf-8');
	response.end(text);
}

async function send(response: ServerResponse, file: Response | null): Promise<void> {
	if (!file) return void response.writeHead(404).end();
	response.setHeader('content-type', file.headers.get('content-type') ?? '');
	response.end(Buffer.from(await file.arrayBuffer()));
}

async function textOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const piece of request) text += piece;
	return text;
}

if (import.meta.main) {
	process.on('disconnect', () => process.exit());
	await serve();
}
