import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.ts';
import { isFree } from '../../scripts/ports.ts';

const root = join(import.meta.dirname, '../..');

/** What a command printed, and how it ended. */
function run(args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			args,
			{ cwd: root, env: { ...process.env, ...env } },
			(error, stdout, stderr) =>
				resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
		);
	});
}

describe('a Node that is too old', () => {
	it('is told so, with what to install', async () => {
		const pretend = 'Object.defineProperty(process.versions, "node", { value: "18.19.0" })';
		const { code, output } = await run([
			'--import',
			`data:text/javascript,${encodeURIComponent(pretend)}`,
			'scripts/run.js',
			'demo.ts',
		]);
		expect(code).toBe(1);
		expect(output).toContain('Node 18.19.0 is too old');
		expect(output).toContain('Install Node 20 or later');
	});
});

describe('a port', () => {
	const taken = createServer();
	afterEach(() => new Promise((resolve) => taken.close(resolve)));

	it('that is taken is named, with the part that wants it and the way to choose another', async () => {
		taken.listen(0, '127.0.0.1');
		await once(taken, 'listening');
		const { port } = taken.address() as { port: number };
		expect(await isFree(port)).toBe(false);
		const { code, output } = await run(['scripts/demo.ts'], {
			SANDBOX_PORT: String(port),
			WORKER_PORT: String(port),
			SHOP_PORT: String(port),
		});
		expect(code).toBe(1);
		expect(output).toContain(`Port ${port} (the sandbox) is taken.`);
		expect(output).toContain('SANDBOX_PORT=');
	});

	it('that is no port is refused by its name', async () => {
		const { code, output } = await run(['scripts/demo.ts'], { SANDBOX_PORT: 'eighty' });
		expect(code).toBe(1);
		expect(output).toContain('SANDBOX_PORT must be a port number, and it is "eighty".');
	});
});

describe('a browser', () => {
	const before = process.env.CHROME_PATH;
	afterEach(() => {
		if (before === undefined) delete process.env.CHROME_PATH;
		else process.env.CHROME_PATH = before;
	});

	it('that CHROME_PATH names and that is not there is told, not passed over', () => {
		process.env.CHROME_PATH = '/nowhere/chrome';
		expect(findChromium).toThrow('CHROME_PATH names /nowhere/chrome, and there is no such file.');
	});
});

describe('a stage of the tests', () => {
	it('that does not exist is refused with those that do', async () => {
		const { code, output } = await run(['scripts/test.ts', 'tpyes']);
		expect(code).toBe(1);
		expect(output).toContain(
			'No such stage: tpyes. There are lint, types, size, worker, node, simulation, widget, e2e.',
		);
	});
});
