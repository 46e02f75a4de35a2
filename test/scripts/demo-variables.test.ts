import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { ownVariables } from '../../scripts/demo-variables.ts';
import { freePort } from '../../scripts/ports.ts';
import { clone } from './clone.ts';

const keys = {
	PLAID_ENV: 'sandbox',
	PLAID_CLIENT_ID: '5f1c6ad2b3c4d5e6f7a8b9c0',
	PLAID_SECRET: '0123456789abcdef0123456789abcd',
	STRIPE_SECRET_KEY: 'rk_test_demo',
	API_KEYS: 'psc_the_newer_one_of_both,psc_the_older_one_of_both',
	ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
	EVENTS_SECRET: `whsec_${Buffer.alloc(32, 8).toString('base64')}`,
};

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'demo-variables-'));
	file = join(folder, '.dev.vars');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(variables: Record<string, string>): void {
	const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
	writeFileSync(file, lines.join(''));
}

describe('the keys of the demo', () => {
	test('go to the Worker, and to the shop those that are its own', () => {
		write(keys);
		const { variables, ...shop } = ownVariables(file, 'http://localhost:5173');
		expect(variables).toEqual({
			...keys,
			ALLOWED_ORIGINS: 'http://localhost:5173',
			EVENTS_URL: 'http://localhost:5173/bank-events',
		});
		expect(shop).toEqual({
			apiKey: 'psc_the_newer_one_of_both',
			eventsSecret: keys.EVENTS_SECRET,
			sandboxUrl: null,
		});
	});

	test.each(['PLAID_CLIENT_ID', 'PLAID_SECRET', 'STRIPE_SECRET_KEY', 'API_KEYS', 'ENCRYPTION_KEYS'])(
		'without %s lead to setup',
		(name) => {
			write({ ...keys, [name]: '' });
			expect(() => ownVariables(file, 'http://localhost:5173')).toThrow(
				new RegExp(`^${name} is not in .*Run \`npm run setup\``),
			);
		},
	);

	test('of production are refused', () => {
		write({ ...keys, PLAID_ENV: 'production' });
		expect(() => ownVariables(file, 'http://localhost:5173')).toThrow('the demo takes no real money');
	});
});

describe('the demo with keys', () => {
	let sandbox: Awaited<ReturnType<typeof startSandbox>>;
	let project: ReturnType<typeof clone>;
	let demo: ChildProcess;
	beforeEach(async () => {
		sandbox = await startSandbox({ port: 0, seed: 'keys' });
		project = clone();
	}, 60_000);
	afterEach(async () => {
		demo.kill('SIGINT');
		if (demo.exitCode === null) await once(demo, 'exit');
		await sandbox.close();
		project.remove();
	}, 30_000);

	test('asks Plaid with them, for a page of the shop', { timeout: 180_000 }, async () => {
		write({ ...keys, PLAID_BASE_URL: sandbox.url, STRIPE_BASE_URL: sandbox.url });
		const [worker, shop] = [await freePort(), await freePort()];
		let output = '';
		demo = spawn(process.execPath, [join(project.folder, 'scripts/demo.ts'), '--keys', '--vars', file], {
			cwd: project.folder,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, WORKER_PORT: String(worker), SHOP_PORT: String(shop) },
		});
		await new Promise<void>((resolve, reject) => {
			const read = (text: string) => {
				output += text;
				if (output.includes('Ctrl-C ends')) resolve();
			};
			demo.stdout?.setEncoding('utf8').on('data', read);
			demo.stderr?.setEncoding('utf8').on('data', read);
			demo.on('exit', () => reject(new Error(output)));
		});
		const page = await (await fetch(`http://localhost:${shop}/`)).text();
		expect(page).toContain(`src="http://localhost:${worker}/plaid-stripe-connect.js"`);
		const answer = await fetch(`http://localhost:${worker}/v1/link_tokens`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: `http://localhost:${shop}` },
			body: '{}',
		});
		expect(answer.status).toBe(200);
		expect(sandbox.sandbox.requests().map(({ path }) => path)).toContain('/link/token/create');
		expect(output).toContain('With Plaid’s Sandbox');
		for (const secret of Object.values(keys).slice(2)) expect(output).not.toContain(secret);
	});
});
