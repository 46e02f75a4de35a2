import { describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from './browser.ts';
import { stack, withShopStack } from './shop-stack.ts';

withShopStack();

const put = (browser: Browser, product: string, quantity: number | string) =>
	browser.send('/basket', { product, quantity: String(quantity) });
const shown = async (browser: Browser, path = '/basket') =>
	(await (await browser.get(path)).text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('the basket', () => {
	it('starts with a mug and towels, and shows their total', async () => {
		const page = await shown(await openBrowser(stack.shop()));
		expect(page).toMatch(/Stoneware mug .* \$34\.00 .*Linen tea towels .* \$26\.00 .*Total \$60\.00/);
		expect(page).toMatch(/Goes well with it .*Bread board/);
	});

	it('can be emptied, and the checkout then leads back to it', async () => {
		const browser = await openBrowser(stack.shop());
		expect((await put(browser, 'mug', 0)).headers.get('location')).toBe('/basket');
		await put(browser, 'towels', 0);
		expect(await shown(browser)).toContain('Nothing yet.');
		expect((await browser.get('/')).headers.get('location')).toBe('/basket');
	});

	it('is what the checkout shows', async () => {
		const browser = await openBrowser(stack.shop());
		await put(browser, 'mug', 2);
		await put(browser, 'candles', 1);
		expect(await shown(browser, '/')).toMatch(/2 × \$68\.00 .*\$26\.00 .*\$18\.00 .*Total \$112\.00/);
	});

	it('belongs to one browser', async () => {
		const shop = stack.shop();
		const [one, other] = [await openBrowser(shop), await openBrowser(shop)];
		await put(one, 'mug', 9);
		expect(await shown(other)).toContain('Total $60.00');
	});

	it.each([
		['an unknown product', 'gold', '1'],
		['a quantity of ten', 'mug', '10'],
		['a negative quantity', 'mug', '-1'],
		['a fraction', 'mug', '0.5'],
		['a word', 'mug', 'many'],
	])('refuses %s', async (_what, product, quantity) => {
		const browser = await openBrowser(stack.shop());
		expect((await put(browser, product, quantity)).status).toBe(400);
		expect(await shown(browser)).toContain('Total $60.00');
	});
});
