import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { chromiumFlags, requireChromium } from '../../scripts/chromium.ts';
import { demoVariables } from '../../scripts/demo-variables.ts';
import { freePort } from '../../scripts/ports.ts';
import { integrityOf, linesForPage, readIntegrity } from '../../scripts/publish-files.ts';
import { type RunningWorker, startWorker } from '../../scripts/worker.ts';

const publicFolder = join(import.meta.dirname, '../../dist/public');
let folder: string;
let worker: RunningWorker;

beforeAll(async () => {
	await build({ quiet: true });
	folder = mkdtempSync(join(tmpdir(), 'script-headers-'));
	const port = await freePort();
	const { variables } = demoVariables({
		eventsUrl: 'http://localhost:1/bank-events',
		sandboxUrl: 'http://localhost:1',
		workerUrl: `http://localhost:${port}`,
		origins: ['http://localhost:2'],
	});
	worker = await startWorker({ port, folder, variables });
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

/** A page of another origin, in Chromium. */
async function onPage(html: string, look: (page: Page, load: () => Promise<unknown>) => Promise<void>) {
	const shop = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
	shop.listen(0, '127.0.0.1');
	await once(shop, 'listening');
	const { port } = shop.address() as AddressInfo;
	const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumFlags });
	try {
		const page = await browser.newPage();
		await look(page, () => page.goto(`http://localhost:${port}/`));
	} finally {
		await browser.close();
		shop.close();
	}
}

const lines = () => linesForPage(worker.url, readIntegrity(publicFolder));

test('the two lines work on a page of another origin, and the chunks come from the version', {
	timeout: 60_000,
}, async () => {
	const html = lines().replace('<plaid-stripe-connect>', '<plaid-stripe-connect language="fr">');
	await onPage(html, async (page, load) => {
		const chunk = page.waitForResponse(/plaid-stripe-connect-fr\.js$/);
		await load();
		const response = await chunk;
		expect(response.status()).toBe(200);
		expect(new URL(response.url()).pathname).toBe(`${versioned()}/plaid-stripe-connect-fr.js`);
		expect(await page.locator('plaid-stripe-connect:defined').count()).toBe(1);
	});
});

test('a script that is not of its hash is not run', { timeout: 60_000 }, async () => {
	await onPage(lines().replace(/sha384-.{64}/, integrityOf('another script')), async (page, load) => {
		const refusal = page.waitForEvent('console', (message) => message.text().includes('integrity'));
		await load();
		await refusal;
		expect(await page.locator('plaid-stripe-connect:defined').count()).toBe(0);
	});
});
