import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { demoVariables } from '../../scripts/demo-variables.ts';
import { freePort } from '../../scripts/ports.ts';
import { integrityOf, readIntegrity } from '../../scripts/publish-files.ts';
import { type RunningWorker, startWorker } from '../../scripts/worker.ts';

const publicFolder = join(import.meta.dirname, '../../dist/public');
let folder: string;
let worker: RunningWorker;

beforeAll(async () => {
	await build({ quiet: true });
	folder = mkdtempSync(join(tmpdir(), 'script-headers-'));
	const { variables } = demoVariables({ sandboxUrl: 'http://localhost:1', origins: ['http://localhost:2'] });
	worker = await startWorker({ port: await freePort(), folder, variables });
}, 120_000);
afterAll(async () => {
	await worker?.kill();
	rmSync(folder, { recursive: true, force: true });
});

const versioned = () => `/v${readIntegrity(publicFolder).latest}`;

test('the newest script is kept for minutes, and any page may load it', async () => {
	const { status, headers } = await fetch(`${worker.url}/plaid-stripe-connect.js`);
	expect(status).toBe(200);
	expect(headers.get('content-type')).toContain('javascript');
	expect(headers.get('cache-control')).toBe('public, max-age=300, stale-while-revalidate=86400');
	expect(headers.get('access-control-allow-origin')).toBe('*');
	expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
	expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a version of it is kept for ever, with the same rights', async () => {
	const { status, headers } = await fetch(`${worker.url}${versioned()}/plaid-stripe-connect.js`);
	expect(status).toBe(200);
	expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
	expect(headers.get('access-control-allow-origin')).toBe('*');
	expect(headers.get('content-type')).toContain('javascript');
});

test('each file of the version has the hash that integrity.json tells', async () => {
	const { latest, versions } = (await (await fetch(`${worker.url}/integrity.json`)).json()) as ReturnType<
		typeof readIntegrity
	>;
	const files = Object.entries(versions[latest] ?? {});
	expect(files.length).toBeGreaterThan(1);
	for (const [file, hash] of files) {
		const content = await (await fetch(`${worker.url}/v${latest}/${file}`)).text();
		expect(integrityOf(content), file).toBe(hash);
	}
});

test('a version that is not there is an error of the Worker, and nobody keeps it for ever', async () => {
	const { status, headers } = await fetch(`${worker.url}/v0.0.0/plaid-stripe-connect.js`);
	expect(status).toBe(404);
	expect(headers.get('cache-control') ?? '').not.toContain('immutable');
});
