/** Site builders add a query string to every script's address: `plaid-stripe-connect.js?ver=6.1`. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { openState, type Scene } from './element-stage.ts';
import { launchChromium } from './shopper.ts';

const script = '/plaid-stripe-connect.js?ver=6.1';

let browser: Browser;
beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser?.close());

/** The files of ours that the page has requested, in that order. */
const ownFiles = (page: Page) =>
	page.evaluate(() =>
		performance
			.getEntriesByType('resource')
			.map(({ name }) => new URL(name))
			.filter(({ pathname }) => pathname.startsWith('/plaid-stripe-connect'))
			.map(({ pathname, search }) => pathname + search),
	);

const policies: Record<string, Scene> = {
	'without a policy': {},
	'with Trusted Types enforced, without allow-duplicates': {
		policy: "require-trusted-types-for 'script'; trusted-types lit-html plaid-stripe-connect",
	},
};

it.each(Object.entries(policies))(
	'the authorization runs to bank-authorized, and the script is requested once, %s',
	async (_, scene) => {
		const page = await openState(browser, 'authorizing', { script, ...scene });
		const authorized = page.locator('plaid-stripe-connect').evaluate(
			(element: PlaidStripeConnect) =>
				new Promise<string>((resolve) => {
					element.addEventListener('bank-authorized', ({ detail }) => resolve(detail.authorization));
				}),
		);
		await page.getByRole('button', { name: 'Accept' }).click();
		expect(await authorized).toBe('auth_1');
		expect(await page.getByRole('link', { name: 'Save a copy' }).isVisible()).toBe(true);
		expect(await ownFiles(page)).toEqual([script, '/plaid-stripe-connect-authorize.js']);
		await page.close();
	},
);

it('institutions() does not request the script again', async () => {
	const page = await openState(browser, 'idle', { script });
	const banks = await page
		.locator('plaid-stripe-connect')
		.evaluate((element: PlaidStripeConnect) => element.institutions());
	expect(banks.total).toBe(1);
	expect(await ownFiles(page)).toEqual([script, '/plaid-stripe-connect-institutions.js']);
	await page.close();
});
