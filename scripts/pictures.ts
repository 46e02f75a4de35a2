/** `npm run pictures`: takes the screenshots in `docs/images` from the running product. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { acceptButton, connectButton, dialog, goTo, launchChromium } from '../test/e2e/shopper.ts';
import { startStack } from '../test/e2e/stack.ts';
import { build } from './build.ts';
import { drawElement } from './pictures/element.ts';
import { drawPayments } from './pictures/payments.ts';

const images = join(import.meta.dirname, '../docs/images');
const size = { width: 1000, height: 1000 };

mkdirSync(images, { recursive: true });
await build({ quiet: true });
const stack = await startStack();
const browser = await launchChromium();
try {
	const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
	await page.goto(stack.shopUrl);
	await connectButton(page).click();
	await goTo(page, 'institutions');
	const shop = await page.screenshot();
	await dialog(page).getByRole('button', { name: 'First Platypus Bank', exact: true }).click();
	await finish(page);
	await page.getByRole('heading', { name: 'Success! You have completed Plaid Link' }).waitFor();
	await page.getByText('calls; the shopper waited').waitFor();
	await page.getByText('$100.00 available').waitFor();
	const success = await page.screenshot();
	await sideBySide(browser, [shop, success], join(images, 'demo.png'));
	await drawElement(browser, stack, images);
	await drawPayments(browser, stack, images);
} finally {
	await browser.close();
	await stack.close();
}

/** From the credentials to the shop. */
async function finish(page: Page): Promise<void> {
	const link = dialog(page);
	await link.getByLabel('Username').fill('user_good');
	await link.getByLabel('Password').fill('pass_good');
	await link.getByRole('button', { name: 'Submit' }).click();
	await link.getByRole('radio', { name: 'Plaid Checking ••0000' }).check();
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Finish' }).click();
	await acceptButton(page).click();
}

/** Combines several pictures into one, laid out by the browser. */
async function sideBySide(browser: Browser, pictures: Buffer[], path: string): Promise<void> {
	const page = await browser.newPage({ viewport: { width: 1640, height: 830 } });
	const sources = pictures.map(
		(picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`,
	);
	await page.setContent(
		`<style>body { margin: 0; padding: 20px; display: flex; gap: 20px; background: #dfe3e0 }
		img { width: 790px; border-radius: 12px; box-shadow: 0 2px 12px #0003 }</style>${sources.join('')}`,
	);
	await page.screenshot({ path });
	await page.close();
}
