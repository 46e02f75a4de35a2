/** The playground, as the demo serves it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { analyzeElement } from '../../e2e/element-manifest.ts';
import { page, stack, visitStack } from '../../e2e/visit.ts';
import { hearTroubles, isTooWide, looks, violations } from './looks.ts';

visitStack({ reducedMotion: 'reduce' });

let troubles: string[];
beforeEach(async () => {
	troubles = hearTroubles(page);
});

const frame = () => page.frameLocator('#preview');
const element = () => frame().locator('plaid-stripe-connect');
const link = () => frame().frameLocator('iframe[id^="plaid-link-iframe-"]').last();

describe.each(looks)('the playground at $width px in the $colorScheme', ({ width, colorScheme }) => {
	it.each(['Attributes', 'Colours and shape', 'What goes wrong'])(
		'has no violation with %s open',
		async (group) => {
			await page.setViewportSize({ width, height: 900 });
			await page.emulateMedia({ colorScheme });
			await page.goto(`${stack.shopUrl}/playground`);
			await element().getByRole('button').waitFor();
			await page.locator('.choices button').last().waitFor({ state: 'attached' });
			await openGroup(group);
			expect(await violations(page)).toEqual([]);
			expect(await isTooWide(page)).toBe(false);
			expect(troubles).toEqual([]);
		},
	);
});

describe('the playground', () => {
	beforeEach(async () => {
		await page.setViewportSize({ width: 1280, height: 950 });
		await page.goto(`${stack.shopUrl}/playground`);
		await element().getByRole('button').waitFor();
	});
	const code = () => page.getByRole('region', { name: 'Code to copy' });

	it('sets an attribute on the element and in the code', async () => {
		await page.getByLabel('required').check();
		await page.getByLabel('label').fill('Pay now');
		await page.getByLabel('language').selectOption('fr');
		await element().getByText('Pay now').waitFor();
		expect(await element().getAttribute('required')).toBe('');
		expect(await code().textContent()).toContain(
			'<plaid-stripe-connect language="fr" required>Pay now</plaid-stripe-connect>',
		);
		await page.getByLabel('authorize').check();
		expect(await code().textContent()).toContain("addEventListener('bank-authorized'");
		await page.getByLabel('required').uncheck();
		expect(await element().getAttribute('required')).toBeNull();
	});

	it('has each attribute and custom property of the element, and logs each of its events', async () => {
		const { element: manifest } = analyzeElement();
		const observed = await element().evaluate(
			(tag) => (tag.constructor as unknown as { observedAttributes: string[] }).observedAttributes,
		);
		await openGroup('Colours and shape');
		const fields = await page.locator('.field code').allTextContents();
		// The server sets these.
		const fixed = ['backend', 'link-script'];
		for (const name of observed.filter((one) => !fixed.includes(one))) expect(fields).toContain(name);
		for (const { name } of manifest.cssProperties) expect(fields).toContain(name);

		for (const { name } of manifest.events) {
			await element().evaluate(
				(tag, type) => tag.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: {} })),
				name,
			);
			await page.getByRole('log').getByText(name, { exact: true }).first().waitFor();
		}
	});

	it('sets a color on the element and in the code, and removes it', async () => {
		await openGroup('Colours and shape');
		await page.getByRole('button', { name: 'Plum' }).click();
		const background = () =>
			element()
				.getByRole('button')
				.evaluate((button) => getComputedStyle(button).backgroundColor);
		expect(await background()).toBe('rgb(107, 33, 80)');
		expect(await code().textContent()).toContain('--psc-accent: #6b2150;');
		await page.getByRole('button', { name: 'The element’s own' }).click();
		expect(await background()).toBe('rgb(29, 78, 216)');
		expect(await code().textContent()).not.toContain('--psc');
	});

	it('shows the element at a phone’s width, and in the dark color scheme', async () => {
		await page.getByRole('button', { name: 'Phone' }).click();
		expect((await page.locator('#preview').boundingBox())?.width).toBeLessThanOrEqual(392);
		await page.getByRole('button', { name: 'Dark', exact: true }).click();
		const scheme = await frame()
			.locator('html')
			.evaluate((html) => getComputedStyle(html).colorScheme);
		expect(scheme).toBe('dark');
	});

	it('connects a bank with a session, logs the events, and submits the form', async () => {
		await page.getByRole('button', { name: 'Make a session' }).click();
		await expect.poll(() => page.getByLabel('session').inputValue()).toMatch(/^ss_/);
		await page.getByLabel('name', { exact: true }).fill('connection');
		await connect();
		await element().getByText('First Platypus Bank').first().waitFor();
		await page.getByRole('log').getByText('bank-token', { exact: true }).waitFor();
		await frame().getByRole('button', { name: 'Place the order' }).click();
		await frame()
			.getByText(/The form sends connection=conn_/)
			.waitFor();
		expect(troubles).toEqual([]);
	});

	it.each([
		['Link’s script blocked', 'link_script_blocked'],
		['Backend down', 'backend_unreachable'],
		['Plaid down', 'plaid_unavailable'],
	])('shows %s: %s', async (fault, errorCode) => {
		await openGroup('What goes wrong');
		await startsOver(() => page.getByRole('button', { name: fault }).click());
		await element().getByRole('button').click();
		await page.getByRole('log').getByText(errorCode, { exact: true }).waitFor();
	});

	it.each([
		['Stripe not linked', 'stripe_not_linked'],
		['Exchange’s answer lost', 'exchange_lost'],
	])('shows %s after the sign-in to the bank: %s', async (fault, errorCode) => {
		await openGroup('What goes wrong');
		await startsOver(() => page.getByRole('button', { name: fault }).click());
		await connect();
		await page.getByRole('log').getByText(errorCode, { exact: true }).waitFor();
	});

	it('shows an error of Plaid’s at a call, until it is removed', async () => {
		await openGroup('What goes wrong');
		await page.getByLabel('At the call').selectOption('/link/token/create');
		await page.getByLabel('the error').selectOption('INVALID_API_KEYS');
		await startsOver(() => page.getByRole('button', { name: 'Let it fail' }).click());
		await element().getByRole('button').click();
		await page.getByRole('log').getByText('plaid_credentials_invalid', { exact: true }).waitFor();
		await startsOver(() => page.getByRole('button', { name: 'Nothing', exact: true }).click());
		await element().getByRole('button').click();
		await link().getByRole('button', { name: 'Continue' }).waitFor();
	});
});

async function openGroup(name: string): Promise<void> {
	const group = page.locator('details.group').filter({ hasText: name }).first();
	if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
}

/** Waits until the preview has been loaded again. */
async function startsOver(act: () => Promise<void>): Promise<void> {
	await element().evaluate((tag) => tag.setAttribute('data-before', ''));
	await act();
	await frame().locator('plaid-stripe-connect:not([data-before]):state(idle)').waitFor();
}

async function connect(): Promise<void> {
	await element().getByRole('button').click();
	await link().getByRole('button', { name: 'Continue' }).click();
	await link().getByRole('button', { name: 'First Platypus Bank', exact: true }).click();
	await link().getByLabel('Username').fill('user_good');
	await link().getByLabel('Password').fill('pass_good');
	await link().getByRole('button', { name: 'Submit' }).click();
	await link().getByRole('radio', { name: 'Plaid Checking ••0000' }).check();
	await link().getByRole('button', { name: 'Continue' }).click();
	await link().getByRole('button', { name: 'Finish' }).click();
}
