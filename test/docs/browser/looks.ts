/** How the pages of the documentation and the playground are looked at. */
import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

export const looks = [
	{ width: 390, colorScheme: 'light' },
	{ width: 1280, colorScheme: 'dark' },
] as const;

/** Everything of the console that somebody would have to look into, as it comes. */
export function hearTroubles(page: Page): string[] {
	const troubles: string[] = [];
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
	});
	page.on('pageerror', (error) => troubles.push(error.message));
	return troubles;
}

/** What axe finds in the page itself; the element and Link have tests of their own. */
export async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axeCore.source);
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof axeCore };
		const found = await axe.run(document, { iframes: false });
		return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
	});
}

export const isTooWide = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
