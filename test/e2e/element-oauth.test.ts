/** The element with OAuth banks, and with the embedded bank search. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { acceptButton, detailsOf, dialog } from './shopper.ts';
import { context, heard, page, stack, visitStack } from './visit.ts';

// Pages that the test makes up count as public ones, the stack as a local network.
visitStack({ permissions: ['local-network-access'] });

beforeEach(async () => {
	context.setDefaultTimeout(10_000);
});

async function open(attributes: string): Promise<void> {
	const url = `${stack.shopUrl}/checkout-here`;
	const tag = (more: string) =>
		`<plaid-stripe-connect link-script="${stack.sandboxUrl}/link/v2/stable/link-initialize.js" ${more}></plaid-stripe-connect>`;
	await page.route(`${url}*`, (route) =>
		route.fulfill({
			contentType: 'text/html; charset=utf-8',
			body: `<!doctype html><html lang="en"><link rel="icon" href="data:,">
				<script type="module" src="${stack.backendUrl}/plaid-stripe-connect.js"></script>
				${tag('name="other"')}${tag(`name="bank" ${attributes}`)}`,
		}),
	);
	await page.goto(`${url}?cart=7`);
}
const ours = () => page.locator('[name=bank]');
const reaches = (status: string) =>
	page.waitForFunction(
		(status) => document.querySelector<PlaidStripeConnect>('[name=bank]')?.status === status,
		status,
	);

async function toTheBank(element = ours()): Promise<void> {
	await element.getByRole('button').first().click();
	const link = dialog(page);
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Platypus OAuth Bank', exact: true }).click();
}
const goOn = () =>
	dialog(page)
		.getByRole('button', { name: /Platypus OAuth Bank/ })
		.click();

/** On the bank's page. */
async function allow(bank: Page): Promise<void> {
	await bank.getByLabel('Plaid Checking ••0000').check();
	await bank.getByRole('button', { name: 'Allow', exact: true }).click();
}

it('in a second window: the shopper signs in there, and the page receives bank-token', async () => {
	await open('');
	await toTheBank();
	const window = context.waitForEvent('page');
	await goOn();
	await allow(await window);
	await dialog(page).getByRole('button', { name: 'Finish' }).click();
	await reaches('connected');
	expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
});

it('instead of the page, if no window opens: the element resumes by itself after the return', async () => {
	// In Link's frame, too.
	await page.addInitScript(() => {
		window.open = () => null;
	});
	// The shop's real page: the bank sends the shopper back to it.
	await page.goto(stack.shopUrl);
	const element = page.locator('plaid-stripe-connect');
	await element.evaluate((element: PlaidStripeConnect) => {
		element.redirectUri = '/';
	});
	await toTheBank(element);
	await goOn();
	await allow(page);
	await page.waitForURL(`${stack.shopUrl}/`);
	await dialog(page).getByRole('button', { name: 'Finish' }).click();
	await acceptButton(page).click();
	await page.getByRole('heading', { name: 'Success! You have completed Plaid Link' }).waitFor();
	expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
	expect(
		await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.endsWith(' away'))),
	).toEqual([]);
	expect(await stack.requests('/link/token/create')).toHaveLength(1);
});

it('oauth_return_stale if the session was opened in another tab, and the next press works', async () => {
	await open('');
	await page.goto(`${stack.shopUrl}/checkout-here?oauth_state_id=1b6a6e1c&cart=7`);
	await page.waitForFunction(() => location.search === '?cart=7');
	const codes = await page.evaluate(() =>
		[...document.querySelectorAll('plaid-stripe-connect')].map(({ error }) => error?.code),
	);
	expect(codes.filter(Boolean)).toEqual(['oauth_return_stale']);
	await toTheBank();
	await dialog(page)
		.getByRole('button', { name: /Platypus OAuth Bank/ })
		.waitFor();
});

it('embedded: the bank search is in the page, and ends in bank-token', async () => {
	await open('embedded');
	await reaches('ready');
	// Plaid's frame is as tall as its container, which has to have a height for that.
	const [frame, box] = [await ours().locator('iframe').boundingBox(), await ours().boundingBox()];
	expect(frame?.height).toBeCloseTo(box?.height ?? 0, -1);
	const search = ours().frameLocator('iframe');
	await search.getByRole('button', { name: 'First Platypus Bank', exact: true }).click();
	await reaches('open');
	const link = dialog(page);
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByLabel('Username').fill('user_good');
	await link.getByLabel('Password').fill('pass_good');
	await link.getByRole('button', { name: 'Submit' }).click();
	await link.getByRole('radio', { name: 'Plaid Checking ••0000' }).check();
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Finish' }).click();
	await reaches('connected');
	expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
	expect(await page.locator('iframe').count()).toBe(0);
	expect(await ours().evaluate((element) => element.childElementCount)).toBe(0);
});
