/** The page at the sandbox's root in Chromium: what it shows by itself, and what its buttons do. */
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
/** What the console complained of, a blocked script or style among it. */
const complaints: string[] = [];

beforeAll(async () => {
	running = await startSandbox({ port: 0, seed: 'a page' });
	browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumFlags });
});
beforeEach(async () => {
	await page?.close();
	running.sandbox.reset();
	complaints.length = 0;
	page = await browser.newPage();
	page.on('console', (message) => complaints.push(message.text()));
	page.on('pageerror', (error) => complaints.push(error.message));
	await page.goto(running.url);
});
afterAll(async () => {
	await browser.close();
	await running.close();
});

const told = () => page.getByRole('status');

describe("the sandbox's page", () => {
	it('shows what comes without being asked', async () => {
		await page.getByText('None yet. Link a bank').waitFor();
		const { item_id } = await linkedItem(running.sandbox);
		await page.getByText(item_id).first().waitFor();
		await page.getByText('POST /item/public_token/exchange').waitFor();
		expect(complaints).toEqual([]);
	});

	it('moves the clock by a button, and by what is typed', async () => {
		await page.getByRole('button', { name: '+4h' }).click();
		await page.getByText('ahead by 04:00:00').waitFor();
		await page.getByLabel('Move on by').fill('1d12h');
		await page.getByRole('button', { name: 'Move', exact: true }).click();
		await page.getByText('ahead by 1 d 16:00:00').waitFor();
		expect(running.sandbox.clock.offset()).toBe(40 * 3_600_000);
	});

	it('breaks a login, adds a fault and takes it away, holds webhooks, and forgets everything', async () => {
		await linkedItem(running.sandbox);
		await page.getByRole('button', { name: 'Reset login' }).click();
		await page.locator('#items').getByText('ITEM_LOGIN_REQUIRED').waitFor();
		await page.getByLabel('Call').selectOption('/item/public_token/exchange');
		await page.getByLabel('meets').selectOption('Plaid: RATE_LIMIT');
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
		await page.getByText('None: every call is answered').waitFor();
		await page.getByRole('button', { name: 'hold' }).click();
		await page.getByRole('button', { name: 'hold', pressed: true }).waitFor();
		await page.getByRole('button', { name: 'Reset', exact: true }).click();
		await page.getByText('None yet. Link a bank').waitFor();
		await page.getByRole('button', { name: 'normal', pressed: true }).waitFor();
	});

	it('leaves open what was opened, and the keyboard where it was, as it refreshes', async () => {
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

	it('says so when the sandbox is gone', async () => {
		await page.route('**/_sandbox/**', (route) => route.abort());
		await page.getByRole('button', { name: '+1h' }).click();
		await expect.poll(() => told().textContent()).toContain('does not answer');
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
