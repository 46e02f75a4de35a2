/** The page at the sandbox's root in Chromium: how it refreshes, and what its buttons do. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { chromiumFlags, requireChromium } from '../../scripts/chromium.ts';
import { linkedItem } from '../sandbox/callers.ts';

let running: Awaited<ReturnType<typeof startSandbox>>;
let browser: Browser;
let page: Page;
/** Messages and errors of the browser's console, including blocked scripts and styles. */
const consoleMessages: string[] = [];

beforeAll(async () => {
	running = await startSandbox({ port: 0, seed: 'a page' });
	browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumFlags });
});
beforeEach(async () => {
	await page?.close();
	running.sandbox.reset();
	consoleMessages.length = 0;
	page = await browser.newPage();
	page.on('console', (message) => consoleMessages.push(message.text()));
	page.on('pageerror', (error) => consoleMessages.push(error.message));
	await page.goto(running.url);
});
afterAll(async () => {
	await browser.close();
	await running.close();
});

const status = () => page.getByRole('status');

describe("the sandbox's page", () => {
	it('shows new records without a reload', async () => {
		await page.getByText('None yet. Link a bank').waitFor();
		const { item_id } = await linkedItem(running.sandbox);
		await page.getByText(item_id).first().waitFor();
		await page.getByText('POST /item/public_token/exchange').waitFor();
		expect(consoleMessages).toEqual([]);
	});

	it('advances the clock by a button, and by a typed duration', async () => {
		await page.getByRole('button', { name: '+4h' }).click();
		await page.getByText('ahead by 04:00:00').waitFor();
		await page.getByLabel('Advance by').fill('1d12h');
		await page.getByRole('button', { name: 'Advance', exact: true }).click();
		await page.getByText('ahead by 1 d 16:00:00').waitFor();
		expect(running.sandbox.clock.offset()).toBe(40 * 3_600_000);
	});

	it('resets a login, adds and removes a fault, holds webhooks, and resets everything', async () => {
		await linkedItem(running.sandbox);
		await page.getByRole('button', { name: 'Reset login' }).click();
		await page.locator('#items').getByText('ITEM_LOGIN_REQUIRED').waitFor();
		await page.getByLabel('Path').selectOption('/item/public_token/exchange');
		await page.getByRole('combobox', { name: /^Fault/ }).selectOption('Plaid: RATE_LIMIT');
		await page.getByRole('button', { name: 'Add' }).click();
		await page.getByRole('button', { name: 'Remove all' }).waitFor();
		expect(running.sandbox.faults.list()).toEqual([
			{
				path: '/item/public_token/exchange',
				times: 1,
				fault: { plaid_error: { error_type: 'RATE_LIMIT_EXCEEDED', error_code: 'RATE_LIMIT' } },
			},
		]);
		await page.getByRole('button', { name: 'Remove all' }).click();
		await page.getByText('No faults. Every call').waitFor();
		await page.getByRole('button', { name: 'hold' }).click();
		await page.getByRole('button', { name: 'hold', pressed: true }).waitFor();
		await page.getByRole('button', { name: 'Reset', exact: true }).click();
		await page.getByText('None yet. Link a bank').waitFor();
		await page.getByRole('button', { name: 'normal', pressed: true }).waitFor();
	});

	it('keeps details open and the focus in place when it refreshes', async () => {
		await linkedItem(running.sandbox);
		const request = page.locator('#requests details', { hasText: '/item/public_token/exchange' });
		await request.locator('summary').click();
		await request.locator('summary').focus();
		await linkedItem(running.sandbox);
		await page.locator('#requests details').nth(5).waitFor();
		expect(await page.locator('#requests details[open]').count()).toBe(1);
		const button = page.getByRole('button', { name: 'Reset login' }).last();
		await button.focus();
		await linkedItem(running.sandbox);
		await page.locator('#items li').nth(2).waitFor();
		expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
	});

	it('says that the sandbox does not respond', async () => {
		await page.route('**/_sandbox/**', (route) => route.abort());
		await page.getByRole('button', { name: '+1h' }).click();
		await expect.poll(() => status().textContent()).toContain('does not respond');
	});

	it.each(['light', 'dark'] as const)('is accessible and fits a phone, %s', async (colorScheme) => {
		await linkedItem(running.sandbox);
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width: 320, height: 640 });
		await page.reload();
		await page.locator('#requests summary').first().click();
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
		const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
		await page.evaluate(readFileSync(axe, 'utf8'));
		const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] };
		expect(violations.map(({ id }) => id)).toEqual([]);
	});
});
