import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/index.ts';
import { assetsOf, startSandbox } from '../../sandbox/server.ts';
import { linkedItem, plaid } from './callers.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A port that another server uses. */
async function takenPort(): Promise<number> {
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	cleanups.push(() => new Promise((resolve) => other.close(resolve)));
	const address = other.address();
	if (typeof address !== 'object' || address === null) throw new Error('The other server has no port.');
	return address.port;
}

/** Runs the command until it exits. */
function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
	const file = join(import.meta.dirname, '../../sandbox/server.ts');
	return new Promise((resolve) => {
		execFile(process.execPath, [file, ...args], (error, stdout, stderr) =>
			resolve({ code: error?.code, stdout, stderr }),
		);
	});
}

async function started() {
	const running = await startSandbox({ port: 0, seed: 'a server' });
	cleanups.push(running.close);
	return running;
}

describe('the server', () => {
	it('says at its root that nothing is real, and where the docs are', async () => {
		const { url } = await started();
		const page = await (await fetch(url)).text();
		expect(page).toContain('sandbox');
		expect(page).toContain('docs/sandbox.md');
	});

	it('destroys the connection for a cut, and keeps serving', async () => {
		const { url, sandbox } = await started();
		sandbox.faults.add({ path: '/item/get', times: 1, fault: { cut: 'after' } });
		const ask = () => fetch(`${url}/item/get`, { method: 'POST', body: '{}' });
		await expect(ask()).rejects.toThrow('fetch failed');
		expect((await ask()).status).toBe(400);
	});

	it('rejects a port that is taken', async () => {
		await expect(startSandbox({ port: await takenPort() })).rejects.toMatchObject({ code: 'EADDRINUSE' });
	});

	it.each([
		[
			'a port that is taken',
			async () => `${await takenPort()}`,
			/Port \d+ is taken\. Stop what uses it, or choose another: .*--port \d+/,
		],
		['no port at all', async () => 'eighty', /--port eighty: give a number between 0 and 65535\./],
		[
			'what it does not know',
			async () => '0 --colour',
			/Unknown option '--colour'[\s\S]*Usage: plaid-stripe-sandbox/,
		],
		[
			'an address for webhooks without what signs them',
			async () => '0 --stripe-webhooks http://localhost:1/webhooks/stripe',
			/--stripe-webhooks needs STRIPE_WEBHOOK_SECRET in the environment/,
		],
	])('as a command, with %s, says what to do and exits with 1', async (_what, port, message) => {
		const ended = await run('--port', ...(await port()).split(' '));
		expect(ended.code).toBe(1);
		expect(ended.stderr).toMatch(message);
	});

	it('as a command, prints its usage', async () => {
		const ended = await run('--help');
		expect(ended).toMatchObject({ code: undefined, stdout: expect.stringContaining('--webhooks-anywhere') });
	});

	it('sends webhooks to this machine, and retries them when they are due', async () => {
		const statuses = [500, 200];
		const delivered = Promise.withResolvers<void>();
		const merchant = createHttpServer((_request, response) => {
			const status = statuses.shift() ?? 200;
			response.writeHead(status).end();
			if (status === 200) delivered.resolve();
		});
		await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
		cleanups.push(() => new Promise((resolve) => merchant.close(resolve)));
		const { port } = merchant.address() as AddressInfo;
		const { sandbox } = await started();
		const webhook = `http://localhost:${port}/plaid`;
		const { access_token } = await linkedItem(sandbox, 'ins_109508', { webhook });
		await plaid(sandbox, '/sandbox/item/reset_login', { access_token });
		await sandbox.clock.advance('30s');
		await delivered.promise;
		await sandbox.webhooks.settled();
		expect(sandbox.webhooks.list()).toMatchObject([
			{ state: 'delivered', attempts: [{ status: 500 }, { status: 200 }] },
		]);
	});
});

describe('the files of Link', () => {
	const script = 'https://localhost/link/v2/stable/link-initialize.js';

	it('may be loaded by a page of any origin', async () => {
		const sandbox = createSandbox({
			assets: async (path) =>
				path === '/link/v2/stable/link-initialize.js'
					? new Response('window.Plaid = {};', { headers: { 'content-type': 'text/javascript' } })
					: null,
		});
		const response = await sandbox.fetch(script);
		expect(await response.text()).toBe('window.Plaid = {};');
		expect(response.headers.get('content-type')).toBe('text/javascript');
		expect(response.headers.get('access-control-allow-origin')).toBe('*');
		expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
	});

	it('say how to build them if they are missing', async () => {
		const response = await createSandbox().fetch(script);
		expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('npm run build')]);
	});

	it('are only those of their folder', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
		cleanups.push(() => rm(folder, { recursive: true }));
		await writeFile(join(folder, 'a.js'), 'a');
		const inner = join(folder, 'inner');
		expect(await (await assetsOf(folder)('/a.js'))?.text()).toBe('a');
		for (const path of ['/../a.js', '/..%2fa.js', '/%2e%2e/a.js', '/%', '/']) {
			expect(await assetsOf(inner)(path)).toBeNull();
		}
	});
});
