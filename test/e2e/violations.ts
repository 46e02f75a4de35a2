import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe finds in the page, its elements included: the rules of WCAG 2.2 AA and good practice. The page's own policy
 * must not keep axe out: `bypassCSP` in its context.
 */
export async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axeCore.source);
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof axeCore };
		const found = await axe.run();
		return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
	});
}
