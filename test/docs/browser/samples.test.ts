/** The samples that run: pages in Chromium, functions and commands against the whole stack. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PlaidStripeConnect } from '../../../widget/element.ts';
import { connectBank, connectButton, detailsOf, hearEvents, launchChromium } from '../../e2e/shopper.ts';
import { type Stack, startStack } from '../../e2e/stack.ts';
import { listen } from '../../shop/listening.ts';
import { nameOf, type Sample, samplesIn } from '../samples.ts';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
const each = (list: readonly Sample[]) => list.map((sample) => [nameOf(sample), sample] as const);
const eventsSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let stack: Stack;
let browser: Browser;
let folder: string;
beforeAll(async () => {
	[stack, browser] = await Promise.all([startStack(), launchChromium()]);
	mkdirSync(join(root, '.wrangler'), { recursive: true });
	folder = mkdtempSync(join(root, '.wrangler/samples-run-'));
});
afterAll(async () => {
	await browser?.close();
	await stack?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The addresses of the samples, as they are here. */
const here = (code: string) =>
	code
		.replaceAll('https://bank.shop.example', stack.backendUrl)
		.replaceAll('https://shop.example', stack.shopUrl)
		.replaceAll('http://localhost:8788', stack.sandboxUrl);

/** A page with this in it, and nothing else. It comes from a server: others may load nothing of this machine. */
async function open(html: string) {
	const page = await browser.newPage();
	const troubles: string[] = [];
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
	});
	page.on('pageerror', (error) => troubles.push(error.message));
	const head = '<!doctype html><html lang="en"><title>Sample</title><link rel="icon" href="data:,">';
	const server = createServer((_, answer) =>
		answer.setHeader('content-type', 'text/html; charset=utf-8').end(head + html),
	);
	const { url, close } = await listen(server);
	await page.goto(url);
	await close();
	return { page, troubles };
}

/** What a shopper leaves behind: a connection, and a token for it that nobody has used. */
async function connect(): Promise<{ connection: string; bankAccountToken: string }> {
	const page = await browser.newPage();
	const heard = await hearEvents(page);
	await page.goto(stack.shopUrl);
	// Of nobody, and for nothing yet: the samples do the rest.
	await page.locator('plaid-stripe-connect').evaluate((element: PlaidStripeConnect) => {
		element.session = '';
		element.authorize = false;
	});
	await connectButton(page).click();
	await connectBank(page);
	await vi.waitFor(() => expect(detailsOf(heard, 'bank-token')).toHaveLength(1), 20_000);
	await page.close();
	const connection = String(detailsOf(heard, 'bank-token')[0]?.connection);
	const answer = await fetch(`${stack.backendUrl}/v1/connections/${connection}/bank_account_tokens`, {
		method: 'POST',
		headers: { authorization: `Bearer ${stack.apiKey}`, 'content-type': 'application/json' },
		body: '{}',
	});
	const { bank_account_token } = (await answer.json()) as { bank_account_token: string };
	return { connection, bankAccountToken: bank_account_token };
}

/** A connection whose debit the shopper has authorized. */
async function authorize(): Promise<string> {
	const made = await fetch(`${stack.backendUrl}/v1/sessions`, {
		method: 'POST',
		headers: { authorization: `Bearer ${stack.apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({ client_user_id: 'who-pays', name: 'Jenny Rosen' }),
	});
	const { session } = (await made.json()) as { session: string };
	const page = await browser.newPage();
	await page.goto(`${stack.shopUrl}/playground/preview`);
	const tag = page.locator('plaid-stripe-connect');
	await tag.evaluate((element, given) => {
		element.setAttribute('session', given);
		element.setAttribute('authorize', '');
	}, session);
	await tag.getByRole('button').click();
	await connectBank(page);
	await tag.getByRole('button', { name: 'Accept' }).click();
	await page.locator('plaid-stripe-connect:state(connected)').waitFor();
	const connection = await tag.evaluate((element) => (element as HTMLInputElement).value);
	await page.close();
	return connection;
}

it.each(each(samplesIn('html')))('runs in a page: %s', async (_, { code }) => {
	// A part of a page, such as only its styles, has the element's script before it.
	const script = `<script type="module" src="${stack.backendUrl}/plaid-stripe-connect.js"></script>`;
	const { page, troubles } = await open(
		code.includes('plaid-stripe-connect.js') ? here(code) : script + here(code),
	);
	await page.locator('plaid-stripe-connect:defined').first().waitFor({ timeout: 10_000 });
	const tags = await page.evaluate(() => {
		const all = [...document.querySelectorAll('plaid-stripe-connect')];
		return all.map((tag) => [tag.matches(':defined'), tag.shadowRoot !== null, tag.clientHeight > 0]);
	});
	expect(tags.length).toBeGreaterThan(0);
	expect(tags.flat().every(Boolean)).toBe(true);
	expect(troubles).toEqual([]);
	await page.close();
});

const loginRequired = {
	id: 'evt_1',
	type: 'connection.login_required',
	data: { connection: 'conn_1', status: 'login_required' },
};

/** An event as the Worker delivers it: the raw body, and the headers. */
function delivery(): [string, Record<string, string>] {
	const body = JSON.stringify(loginRequired);
	const now = new Date();
	return [
		body,
		{
			'webhook-id': loginRequired.id,
			'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
			'webhook-signature': new Webhook(eventsSecret).sign(loginRequired.id, now, body),
		},
	];
}

describe('functions', () => {
	type Context = Awaited<ReturnType<typeof connect>> & {
		authorized: string;
		customer: string;
		bankAccount: string;
	};
	/** What each of them is called with, and what it has to give. Every function of the samples is here. */
	const calls: Record<string, { arguments(context: Context): unknown[]; gives: unknown }> = {
		takeOver: {
			arguments: ({ connection, bankAccountToken }) => [connection, bankAccountToken],
			gives: {
				customer: expect.stringMatching(/^cus_/),
				bankAccount: expect.stringMatching(/^ba_/),
				bank: 'First Platypus Bank',
			},
		},
		pay: {
			arguments: ({ customer, bankAccount }) => [
				customer,
				bankAccount,
				{ ip: '203.0.113.7', userAgent: 'Mozilla/5.0' },
			],
			gives: 'processing',
		},
		charge: { arguments: ({ authorized }) => [authorized, '1729', 6000], gives: 'processing' },
		availableCents: { arguments: ({ connection }) => [connection], gives: 10_000 },
		connectABank: { arguments: () => [], gives: 'Plaid Checking' },
		hear: { arguments: () => delivery(), gives: 'Ask the owner of conn_1 to sign in again' },
		verify: { arguments: () => delivery(), gives: loginRequired },
	};
	const runnable = samplesIn('ts').filter(({ marks }) => marks.includes('run'));

	let context: Context;
	beforeAll(async () => {
		process.env.BANK_API_KEY = stack.apiKey;
		process.env.STRIPE_SECRET_KEY = 'sk_test_any';
		process.env.EVENTS_SECRET = eventsSecret;
		context = { ...(await connect()), authorized: await authorize(), customer: '', bankAccount: '' };
	});

	it.each(each(runnable))('do what they say: %s', async (_, { file, index, code }) => {
		const { hostname, port } = new URL(stack.sandboxUrl);
		const path = join(folder, `${file}-${index}.ts`);
		writeFileSync(
			path,
			here(code)
				.replaceAll(
					"new Stripe(process.env.STRIPE_SECRET_KEY ?? '')",
					`new Stripe(process.env.STRIPE_SECRET_KEY ?? '', { host: '${hostname}', port: ${port}, protocol: 'http' })`,
				)
				.replaceAll("'plaid-stripe-connect/sandbox'", `'${join(root, 'sandbox/index.ts')}'`),
		);
		const functions = Object.entries((await import(pathToFileURL(path).href)) as Record<string, unknown>);
		expect(functions.length).toBeGreaterThan(0);
		for (const [name, call] of functions) {
			const known = calls[name];
			if (!known) throw new Error(`${name} is not in the list of calls.`);
			const given = await (call as (...given: unknown[]) => unknown)(...known.arguments(context));
			expect(given).toEqual(known.gives);
			// What one function gives is what the next one takes.
			if (given && typeof given === 'object') Object.assign(context, given);
		}
	});
});

describe('commands', () => {
	const runnable = samplesIn('sh').filter(({ marks }) => marks.includes('run'));

	it.each(each(runnable))('do what they say: %s', async (_, { code }) => {
		// For each its own, since one of them removes it.
		const { connection } = code.includes('$CONNECTION') ? await connect() : { connection: '' };
		const strict = here(code).replaceAll('curl ', 'curl --silent --show-error --fail-with-body ');
		const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', strict], {
			env: { ...process.env, BANK_API_KEY: stack.apiKey, CONNECTION: connection },
		});
		expect(stdout.trim()).not.toBe('');
		expect(stdout).not.toMatch(/^\{"error"/);
	});
});
