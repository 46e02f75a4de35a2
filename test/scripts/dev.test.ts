import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, isFree } from '../../scripts/ports.ts';
import { clone } from './clone.ts';

const root = join(import.meta.dirname, '../..');
let project: ReturnType<typeof clone>;
let dev: ChildProcess;
let output = '';
const ports = { SANDBOX_PORT: 0, WORKER_PORT: 0, SHOP_PORT: 0 };

beforeAll(async () => {
	project = clone();
	for (const name of ['SANDBOX_PORT', 'WORKER_PORT', 'SHOP_PORT'] as const) ports[name] = await freePort();
	const env = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
	dev = spawn(process.execPath, [join(project.folder, 'scripts/dev.ts')], {
		cwd: project.folder,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...env },
	});
	for (const stream of [dev.stdout, dev.stderr]) {
		stream?.setEncoding('utf8').on('data', (text) => {
			output += text;
		});
	}
	await until(() => output.includes('Change a file'));
	await until(() => answers(ports.SHOP_PORT, '/', /<html/));
}, 200_000);
afterAll(async () => {
	if (dev.exitCode === null) {
		dev.kill('SIGINT');
		await once(dev, 'exit');
	}
	project.remove();
}, 30_000);

/** Asks again and again, up to a minute and a half: it may be a busy machine. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 90_000;
	while (!(await isSo())) {
		if (Date.now() > deadline || dev.exitCode !== null) throw new Error(`It never came to be so:\n${output}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function answers(port: number, path: string, wanted: RegExp): Promise<boolean> {
	try {
		return wanted.test(await (await fetch(`http://localhost:${port}${path}`)).text());
	} catch {
		return false; // It is just starting again.
	}
}

const change = (file: string, from: string, to: string) => {
	const path = join(project.folder, file);
	const text = readFileSync(path, 'utf8');
	expect(text).toContain(from);
	writeFileSync(path, text.replace(from, to));
};

test('a change of the element is in the script, under its version too', { timeout: 100_000 }, async () => {
	change('widget/script.ts', 'PlaidStripeConnect.define();', "PlaidStripeConnect.define('changed-tag');");
	await until(() => answers(ports.WORKER_PORT, '/plaid-stripe-connect.js', /changed-tag/));
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
	await until(() => answers(ports.WORKER_PORT, `/v${version}/plaid-stripe-connect.js`, /changed-tag/));
});

test('a change of the Worker is in its answers', { timeout: 100_000 }, async () => {
	change('worker/routes/health.ts', "? 'ok' : 'degraded'", "? 'changed' : 'degraded'");
	await until(() => answers(ports.WORKER_PORT, '/health', /"status":"changed"/));
});

test('a change of the sandbox is in its answers', { timeout: 100_000 }, async () => {
	change('sandbox/sandbox.ts', 'This sandbox simulates', 'This changed sandbox simulates');
	await until(() => answers(ports.SANDBOX_PORT, '/', /This changed sandbox/));
});

test('a change of the shop’s page is in its answers', { timeout: 100_000 }, async () => {
	change('demo/shop/page/checkout/checkout.html', '</body>', '<p>changed page</p></body>');
	await until(() => answers(ports.SHOP_PORT, '/', /changed page/));
});

test('a change of the docs is on their page', { timeout: 100_000 }, async () => {
	change('docs/start.md', '# Start in five minutes', '# Start in changed minutes');
	await until(() => answers(ports.SHOP_PORT, '/docs/start.html', /Start in changed minutes/));
});

test('Ctrl-C ends all of it', { timeout: 100_000 }, async () => {
	dev.kill('SIGINT');
	const [status] = await once(dev, 'exit');
	expect(status).toBe(0);
	const freed = async () => (await Promise.all(Object.values(ports).map(isFree))).every(Boolean);
	const deadline = Date.now() + 10_000;
	while (!(await freed()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
	expect(await freed()).toBe(true);
});
