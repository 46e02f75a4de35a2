import { describe, expect, it } from 'vitest';
import { connectButton, payByBank } from './shopper.ts';
import { violations } from './violations.ts';
import { browser, page, stack, visitStack } from './visit.ts';

visitStack();

const success = (on = page) => on.getByRole('heading', { name: 'Success! You have completed Plaid Link' });

it('keeps the connection if the payment fails for a moment, and pays on the next attempt', async () => {
	await stack.control('POST', 'faults', { path: '/v1/customers', method: 'POST', fault: { status: 503 } });
	await page.goto(stack.shopUrl);
	await connectButton(page).click();
	await payByBank(page);
	const again = page.getByRole('main').getByRole('button', { name: 'Try again' });
	await again.waitFor();
	// Still the same page, so this checks that Link has left nothing in it.
	expect(new URL(page.url()).pathname).toBe('/');
	expect(await page.locator('iframe, [id^="link-stylesheet"]').count()).toBe(0);
	expect(await page.evaluate(() => document.body.style.overflow)).toBe('');

	await stack.control('DELETE', 'faults');
	await again.click();
	await success().waitFor();
	expect(await stack.requests('/item/public_token/exchange')).toHaveLength(1);
	for (const path of ['/v1/customers', '/v1/payment_intents'])
		expect((await stack.requests(path)).filter(({ status }) => status === 200)).toHaveLength(1);
});

it('leads from the success page to the checkout if nothing was paid', async () => {
	await page.goto(`${stack.shopUrl}/success`);
	await page
		.getByRole('link', { name: /checkout/i })
		.first()
		.waitFor();
	expect(await page.getByRole('main').textContent()).not.toContain('undefined');
});

describe.each(['light', 'dark'] as const)('in the %s color scheme', (colorScheme) => {
	it.each([
		['a phone', 390],
		['a desktop', 1280],
	])('checkout and success page are accessible on %s', async (_what, width) => {
		const shown = await browser.newPage({
			colorScheme,
			viewport: { width, height: 900 },
			bypassCSP: true,
		});
		await shown.goto(stack.shopUrl);
		expect(await violations(shown)).toEqual([]);
		await connectButton(shown).click();
		await payByBank(shown);
		await success(shown).waitFor();
		await shown.getByText('calls; the shopper waited').waitFor();
		expect(await violations(shown)).toEqual([]);
		expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
		await shown.close();
	});
});
