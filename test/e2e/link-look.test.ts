import axeCore from 'axe-core';
import { describe, expect, it } from 'vitest';
import { link, openLink, page, visitLinkShop } from './link-shop.ts';
import { goTo, signIn } from './shopper.ts';

visitLinkShop();

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
	it.each([390, 1280])('at %i px every step passes axe, says it is a sandbox and fits', async (width) => {
		await page.setViewportSize({ width, height: 800 });
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await openLink();
		const check = async () => {
			const frame = page.frames().find((candidate) => candidate.url().includes('link.html'));
			await link.getByText('Sandbox: no real bank is contacted').waitFor();
			await frame?.evaluate(axeCore.source);
			const violations = await frame?.evaluate(async () => {
				const { axe } = window as unknown as { axe: typeof axeCore };
				const { violations } = await axe.run({
					runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
				});
				return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
			});
			expect(violations).toEqual([]);
			const overflow = await frame?.evaluate(() =>
				[document.documentElement, document.querySelector('main')].map(
					(element) => element && element.scrollWidth - element.clientWidth,
				),
			);
			expect(overflow).toEqual([0, 0]);
		};
		await check();
		await goTo(page, 'institutions');
		await check();
		await link.getByRole('button', { name: 'First Platypus Bank', exact: true }).click();
		await link.getByLabel('Password').waitFor();
		await signIn(page, 'wrong');
		await link.getByText('not correct').waitFor();
		await check();
		await signIn(page, 'pass_good');
		await link.getByRole('radio').first().check();
		await check();
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByRole('button', { name: 'Finish' }).waitFor();
		await check();
	});
});
