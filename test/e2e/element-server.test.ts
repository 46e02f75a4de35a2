/** The element on a server: imported in Node, and rendered by Lit. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type {} from '../../widget/element.ts';
import { buildPage } from '../frameworks/build.ts';
import { launchChromium } from './shopper.ts';

const root = join(import.meta.dirname, '../..');
const run = (code: string) =>
	execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
		cwd: root,
		encoding: 'utf8',
		stdio: 'pipe',
	});

it.each(['index.ts', 'element.ts', 'script.ts'])(
	'importing %s in Node does nothing and throws nothing',
	(file) => {
		const output = run(`
		const ticking = () => process.getActiveResourcesInfo().filter((kind) => !/Pipe|TTY|FS/.test(kind));
		const before = ticking();
		await import('./widget/${file}');
		console.log(JSON.stringify(ticking().filter((kind) => !before.includes(kind))));`);
		expect(output.trim()).toBe('[]');
	},
);

const rendered = () =>
	run(`
		import { render } from '@lit-labs/ssr';
		import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
		import { html } from 'lit';
		import './widget/index.ts';
		console.log(collectResultSync(render(html\`<plaid-stripe-connect name="bank" theme="dark"><b>Pay by bank</b></plaid-stripe-connect>\`)));`);

it('Lit’s server rendering renders a visible button with its label before any script runs', async () => {
	const browser = await launchChromium();
	try {
		const page = await browser.newPage({ javaScriptEnabled: false });
		await page.route('https://shop.example/', (route) =>
			route.fulfill({
				contentType: 'text/html; charset=utf-8',
				body: `<!doctype html><html lang="en">${rendered()}`,
			}),
		);
		await page.goto('https://shop.example/');
		const button = page.getByRole('button', { name: 'Pay by bank' });
		expect(await button.isVisible()).toBe(true);
		expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
	} finally {
		await browser.close();
	}
});

it('Lit’s hydration keeps that button and makes it work', async () => {
	const files = await buildPage('Lit, rendered on a server');
	const browser = await launchChromium();
	try {
		const page = await browser.newPage();
		const troubles: string[] = [];
		page.on('pageerror', (error) => troubles.push(String(error)));
		page.on('console', (message) => /error|warning/.test(message.type()) && troubles.push(message.text()));
		await page.route('https://shop.example/**', (route) => {
			const { pathname } = new URL(route.request().url());
			const script = files.get(pathname);
			if (script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: script });
			return route.fulfill({
				contentType: 'text/html; charset=utf-8',
				body: `<!doctype html><html lang="en"><link rel="icon" href="data:,"><div id="root">${rendered()}</div>
					<script>window.before = document.querySelector('plaid-stripe-connect').shadowRoot.querySelector('button')</script>
					<script type="module" src="/page.js"></script>`,
			});
		});
		await page.goto('https://shop.example/');
		await page.waitForFunction(() => customElements.get('plaid-stripe-connect'));
		await page.evaluate(() => document.querySelector('plaid-stripe-connect')?.updateComplete);
		expect(
			await page.evaluate(() => {
				const buttons = document
					.querySelector('plaid-stripe-connect')
					?.shadowRoot?.querySelectorAll('button');
				return [buttons?.length, buttons?.[0] === (window as unknown as { before: Element }).before];
			}),
		).toEqual([1, true]);
		expect(troubles).toEqual([]);
		await page.getByRole('button', { name: 'Pay by bank' }).click();
		await page.waitForFunction(() => document.querySelector('plaid-stripe-connect')?.status !== 'idle');
	} finally {
		await browser.close();
	}
});
