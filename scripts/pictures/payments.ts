/** The pictures of a payment: where it is authorized, and how its order's page shows each end that it can come to. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
	bankDoes,
	bankRefuses,
	becomes,
	merchantSees,
	payOrder,
	shopperSees,
} from '../../test/e2e/order-page.ts';
import { acceptButton, connectBank, connectButton } from '../../test/e2e/shopper.ts';
import type { Stack } from '../../test/e2e/stack.ts';

/** Each from an order whose debit is on its way. */
const ends: readonly ((page: Page) => Promise<void>)[] = [
	async (page) => {
		await bankDoes(page, 'Pay');
		await becomes(page, 'succeeded');
	},
	async (page) => {
		await bankRefuses(page, 'insufficient_funds');
		await becomes(page, 'failed');
	},
	async (page) => {
		await bankDoes(page, 'Pay');
		await becomes(page, 'succeeded');
		await bankDoes(page, 'Take it back');
		await becomes(page, 'disputed');
	},
	async (page) => {
		await bankDoes(page, 'Pay');
		await becomes(page, 'succeeded');
		await merchantSees(page).getByLabel('Give back').fill('26');
		await merchantSees(page).getByRole('button', { name: 'Refund' }).click();
		await shopperSees(page).getByText('is on its way back').waitFor();
	},
	async (page) => {
		await bankDoes(page, 'Pay');
		await becomes(page, 'succeeded');
		await merchantSees(page).getByRole('button', { name: 'Refund' }).click();
		await becomes(page, 'refunded');
	},
	async (page) => {
		await merchantSees(page).getByRole('button', { name: 'Cancel the payment' }).click();
		await becomes(page, 'canceled');
	},
];

/** `payment.png`: the authorization, and the debit on its way. `payment-ends.png`: what becomes of it. */
export async function drawPayments(browser: Browser, stack: Stack, images: string): Promise<void> {
	const context = await browser.newContext({
		viewport: { width: 1100, height: 900 },
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	await page.goto(stack.shopUrl);
	await connectButton(page).click();
	await connectBank(page);
	await acceptButton(page).waitFor();
	await acceptButton(page).scrollIntoViewIfNeeded();
	const pay = await page.getByRole('region', { name: 'Pay by bank' }).screenshot();
	await acceptButton(page).click();
	await page.getByRole('link', { name: 'Follow the payment' }).click();
	await becomes(page, 'processing');
	const onItsWay = await orderPage(page);

	const pictures: Buffer[] = [];
	for (const end of ends) {
		await payOrder(page, stack);
		await end(page);
		pictures.push(await orderPage(page));
	}
	await context.close();
	await arrange(browser, [pay, onItsWay], { widths: [560, 980], path: join(images, 'payment.png') });
	await arrange(browser, pictures, { widths: [620, 620], path: join(images, 'payment-ends.png') });
}

/** Without the frame that every page has. */
async function orderPage(page: Page): Promise<Buffer> {
	const box = await page.getByRole('main').boundingBox();
	if (!box) throw new Error('The order’s page shows nothing.');
	const margin = 16;
	return page.screenshot({
		fullPage: true,
		clip: { ...box, y: box.y - margin, height: box.height + margin },
	});
}

/** Pictures in rows, each as wide as its column. */
async function arrange(
	browser: Browser,
	pictures: Buffer[],
	{ widths, path }: { widths: [number, number]; path: string },
): Promise<void> {
	const page = await browser.newPage({ viewport: { width: widths[0] + widths[1] + 60, height: 400 } });
	const sources = pictures.map(
		(picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`,
	);
	await page.setContent(
		`<style>body { margin: 0; padding: 20px; display: grid; grid-template-columns: ${widths[0]}px ${widths[1]}px;
		align-items: start; gap: 20px; background: #dfe3e0 }
		img { width: 100%; border-radius: 12px; box-shadow: 0 2px 12px #0003 }</style>${sources.join('')}`,
	);
	await page.screenshot({ path, fullPage: true });
	await page.close();
}
