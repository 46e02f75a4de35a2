/**
 * Plaid as a process that costs almost nothing. It records the sandbox's answers to the calls of an exchange once at its
 * start, and replays them with new tokens, after the delay in the path (`/after/100/link/token/create`). It has its own
 * key for webhooks.
 */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox } from '../../sandbox/index.ts';
import { type RunningChild, startChild } from './child.ts';

export type Upstream = RunningChild & {
	/** For `PLAID_BASE_URL`. */
	url(delayMs: number): string;
	/** The id of the only account. */
	accountId: string;
	webhookKey: WebhookKey;
};

/** Signs webhooks: the private key as a JSON Web Key, and the id by which the public one is requested. */
export type WebhookKey = { id: string; key: JsonWebKey };
type Started = { port: number; accountId: string; webhookKey: WebhookKey };

export async function startUpstream(): Promise<Upstream> {
	const { message, ...child } = await startChild(import.meta.filename);
	const { port, accountId, webhookKey } = message as Started;
	return { ...child, accountId, webhookKey, url: (delayMs) => `http://127.0.0.1:${port}/after/${delayMs}` };
}

/** The answers by path, and which of their fields are new each time. */
async function record() {
	const sandbox = createSandbox({ seed: 'bench' });
	const credentials = {
		'PLAID-CLIENT-ID': randomBytes(12).toString('hex'),
		'PLAID-SECRET': randomBytes(15).toString('hex'),
	};
	const ask = async (path: string, body: object): Promise<Record<string, unknown>> => {
		const response = await sandbox.fetch(`http://localhost${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...credentials },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
		return response.json() as Promise<Record<string, unknown>>;
	};
	const linkToken = await ask('/link/token/create', {
		client_name: 'Example Shop',
		language: 'en',
		country_codes: ['US'],
		user: { client_user_id: 'user' },
		products: ['auth'],
	});
	const { public_token } = await ask('/sandbox/public_token/create', {
		institution_id: 'ins_109508',
		initial_products: ['auth'],
	});
	const exchanged = await ask('/item/public_token/exchange', { public_token });
	const { access_token } = exchanged;
	const listed = await ask('/accounts/get', { access_token });
	const accounts = (listed.accounts as { account_id: string; subtype: string }[]).filter(
		({ subtype }) => subtype === 'checking',
	);
	const account_id = accounts[0]?.account_id ?? '';
	const made = await ask('/processor/stripe/bank_account_token/create', { access_token, account_id });
	const webhookKey = newWebhookKey();
	const { d: _, ...publicKey } = webhookKey.key;
	const key = { ...publicKey, alg: 'ES256', use: 'sig', kid: webhookKey.id, created_at: 0, expired_at: null };
	return {
		accountId: account_id,
		webhookKey,
		answers: new Map<string, { answer: Record<string, unknown>; fresh: string[] }>([
			['/webhook_verification_key/get', { answer: { key, request_id: 'bench' }, fresh: [] }],
			['/link/token/create', { answer: linkToken, fresh: ['link_token'] }],
			['/item/public_token/exchange', { answer: exchanged, fresh: ['access_token', 'item_id'] }],
			['/accounts/get', { answer: { ...listed, accounts }, fresh: [] }],
			['/processor/stripe/bank_account_token/create', { answer: made, fresh: ['stripe_bank_account_token'] }],
		]),
	};
}

function newWebhookKey(): WebhookKey {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return { id: randomUUID(), key: privateKey.export({ format: 'jwk' }) };
}

async function serve(): Promise<void> {
	const { accountId, answers, webhookKey } = await record();
	let served = 0;
	const server = createServer((request, response) => {
		const [, delay = '0', path = ''] = /^\/after\/(\d+)(\/.*)$/.exec(request.url ?? '') ?? [];
		const known = answers.get(path);
		request.resume().on('end', () => {
			const respond = () => {
				served += 1;
				const answer = { ...known?.answer };
				for (const field of known?.fresh ?? []) answer[field] = `${answer[field]}${served}`;
				const text = JSON.stringify(answer);
				response.writeHead(known ? 200 : 404, {
					'Content-Type': 'application/json',
					'Content-Length': Buffer.byteLength(text),
				});
				response.end(text);
			};
			if (delay === '0') respond();
			else setTimeout(respond, Number(delay));
		});
	});
	server.keepAliveTimeout = 60_000;
	server.listen(0, '127.0.0.1', () => {
		process.send?.({ port: (server.address() as AddressInfo).port, accountId, webhookKey });
	});
}

if (import.meta.main) await serve();
