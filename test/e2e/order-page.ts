/** The page of an order, by the names on the screen: the shopper's panel, the merchant's, the sandbox's. */
import type { Page } from 'playwright-core';
import type { OrderView } from '../../demo/shop/order-views.ts';
import { connectButton, payByBank } from './shopper.ts';
import type { Stack } from './stack.ts';

const panel = (page: Page, name: string) => page.getByRole('region', { name });
export const shopperSees = (page: Page) => panel(page, 'What the shopper sees');
export const merchantSees = (page: Page) => panel(page, 'What the merchant sees');
export const sandboxBank = (page: Page) => panel(page, 'The sandbox’s bank');

/** Waits until the merchant's panel shows this status. */
export const becomes = (page: Page, status: string) =>
	merchantSees(page).locator('.merchant-status').getByText(status, { exact: true }).waitFor();

/** Pays for the basket, and opens the order's page. */
export async function payOrder(page: Page, stack: Stack, checkout = stack.shopUrl): Promise<void> {
	await page.goto(checkout);
	await connectButton(page).click();
	await payByBank(page);
	await page.getByRole('link', { name: 'Follow the payment' }).click();
	await becomes(page, 'processing');
}

/** Presses a button of the sandbox's bank. */
export const bankDoes = (page: Page, what: string) =>
	sandboxBank(page).getByRole('button', { name: what, exact: true }).click();

export async function bankRefuses(page: Page, code: string): Promise<void> {
	await sandboxBank(page).getByRole('combobox').selectOption(code);
	await sandboxBank(page)
		.getByRole('button', { name: /^(Refuse|Return)$/ })
		.click();
}

/** The open order, as the shop's server returns it. */
export async function orderOf(page: Page): Promise<OrderView> {
	const answer = await page.request.get(`${page.url()}/state`);
	return (await answer.json()) as OrderView;
}
