/** The documentation, as the demo serves it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startShop } from '../../../demo/shop/server.ts';
import { readPages } from '../../../scripts/docs.ts';
import { launchChromium } from '../../e2e/shopper.ts';
import { hearTroubles, isTooWide, looks, violations } from './looks.ts';

let shop: Awaited<ReturnType<typeof startShop>>;
let browser: Browser;
beforeAll(async () => {
	// The documentation asks nothing of the Worker.
	const nowhere = 'http://localhost:1';
	const config = {
		backendUrl: nowhere,
		backendApiKey: 'none',
		sandboxUrl: nowhere,
		eventsSecret: 'whsec_bm9uZQ==',
	};
	[shop, browser] = await Promise.all([startShop({ port: 0, ...config }), launchChromium()]);
});
afterAll(async () => {
	await browser?.close();
	await shop?.close();
});

describe.each(looks)('the documentation at $width px in the $colorScheme', ({ width, colorScheme }) => {
	const names = readPages().map(({ name }) => (name === 'README' ? 'index' : name));

	// One window for all of them: most of the time would go into opening another for each.
	let page: Page;
	let troubles: string[];
	beforeAll(async () => {
		page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
		troubles = hearTroubles(page);
	});
	beforeEach(() => void troubles.splice(0));
	afterAll(() => page.close());

	it.each(names)('has nothing that axe or the console complains of: %s', async (name) => {
		await page.goto(`${shop.url}/docs/${name}.html`);
		expect(await violations(page)).toEqual([]);
		expect(await isTooWide(page)).toBe(false);
		expect(troubles).toEqual([]);
	});
});

describe('the documentation', () => {
	let page: Page;
	let troubles: string[];
	beforeEach(async () => {
		page = await browser.newPage({ reducedMotion: 'reduce' });
		troubles = hearTroubles(page);
	});
	afterEach(() => page.close());

	it('is searched by keyboard alone', async () => {
		await page.goto(`${shop.url}/docs/`);
		await page.keyboard.press('/');
		await page.keyboard.type('exchange_lost');
		const options = page.getByRole('option');
		await options.first().waitFor();
		await page.keyboard.press('ArrowDown');
		expect(await page.getByRole('option', { selected: true }).textContent()).toContain('exchange_lost');
		await page.keyboard.press('Enter');
		await page.waitForURL('**/docs/errors.html#exchange_lost');
		expect(troubles).toEqual([]);
	});

	it('says when it finds nothing, and closes on Escape', async () => {
		await page.goto(`${shop.url}/docs/`);
		await page.getByRole('combobox', { name: 'Search the documentation' }).fill('quokka');
		await page.getByText('Nothing has “quokka”.').waitFor();
		await page.keyboard.press('Escape');
		expect(await page.locator('#results').isVisible()).toBe(false);
	});

	it('remembers what has been ticked on a checklist', async () => {
		await page.goto(`${shop.url}/docs/going-live.html`);
		const task = page.getByRole('checkbox', { name: /ACH Direct Debit/ }).first();
		await task.check();
		await page.reload();
		expect(await task.isChecked()).toBe(true);
		expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1);
	});
});
