/** The element in every status: axe, the keyboard alone, forced colors, large text, zoom and right to left. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	choose,
	openScene,
	openState,
	reaches,
	type StateName,
	stateNames,
	states,
} from './element-stage.ts';
import { launchChromium } from './shopper.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser?.close());

describe.each([
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
	['forced colors', { forcedColors: 'active' }],
	['forced colors, dark', { forcedColors: 'active', colorScheme: 'dark' }],
] as const)('in %s', (_, colors) => {
	it.each(stateNames)('axe finds no violation while it is %s', async (name) => {
		const page = await openState(browser, name, { colors });
		await page.evaluate(axe);
		const violations = await page.evaluate(
			async (forced) => {
				const { axe } = window as unknown as { axe: typeof import('axe-core') };
				const { violations } = await axe.run('plaid-stripe-connect', {
					runOnly: {
						type: 'tag',
						values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
					},
					iframes: false,
					// The browser replaces the colors, and axe reads some of them as they were before.
					rules: { 'color-contrast': { enabled: !forced } },
				});
				return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
			},
			'forcedColors' in colors,
		);
		expect(violations).toEqual([]);
		await page.close();
	});
});

describe('in forced colors', () => {
	it('the button has the system’s colors, and border, card and focus keep visible edges', async () => {
		const page = await openScene(browser, { colors: { forcedColors: 'active' } });
		const border = (part: string) =>
			page.locator(`plaid-stripe-connect [part=${part}]`).evaluate((element) => {
				const { borderTopColor, borderTopStyle, outlineStyle } = getComputedStyle(element);
				return { color: borderTopColor, style: borderTopStyle, outline: outlineStyle };
			});
		const system = await page.evaluate(() => {
			const native = document.body.appendChild(document.createElement('button'));
			const { color, backgroundColor } = getComputedStyle(native);
			native.remove();
			return { color, backgroundColor };
		});
		const ours = await page.locator('plaid-stripe-connect [part=button]').evaluate((element) => {
			const { color, backgroundColor } = getComputedStyle(element);
			return { color, backgroundColor };
		});
		expect(ours).toEqual(system);
		expect((await border('button')).style).toBe('solid');
		expect((await border('button')).color).not.toBe('rgba(0, 0, 0, 0)');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		expect((await border('button')).outline).toBe('solid');
		await states.connected.go(page);
		expect((await border('box')).style).toBe('solid');
		await page.close();
	});
});

describe('with the keyboard alone', () => {
	it.each(['Enter', 'Space'])(
		'%s opens Link; the order of the focus is the page’s, and it comes back',
		async (key) => {
			const page = await openScene(browser, {});
			const focused = () =>
				page.evaluate(
					() =>
						document.activeElement?.shadowRoot?.activeElement?.getAttribute('part') ??
						document.activeElement?.textContent,
				);
			await page.keyboard.press('Tab');
			expect(await focused()).toBe('Before');
			await page.keyboard.press('Tab');
			expect(await focused()).toBe('button');
			await page.keyboard.press(key);
			await reaches(page, 'open');
			await choose(page);
			await reaches(page, 'connected');
			expect(await focused()).toBe('button');
			await page.keyboard.press('Tab');
			expect(await focused()).toBe('After');
			await page.keyboard.press('Shift+Tab');
			expect(await focused()).toBe('button');
			await page.close();
		},
	);
});

describe('with other text sizes, zoom and directions', () => {
	it.each([
		['text at twice the size', 'style="font-size: 200%"', 800],
		['400 % zoom', '', 200],
		['right to left', 'dir="rtl"', 320],
	])('%s cuts nothing off and overlaps nothing', async (_, attributes, width) => {
		for (const name of ['idle', 'connected', 'failed'] satisfies StateName[]) {
			const page = await openState(browser, name, { attributes, width });
			const cut = await page.locator('plaid-stripe-connect').evaluate((element) => {
				const parts = [
					...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part=button], [part=box], p') ?? []),
				];
				const outer = element.getBoundingClientRect();
				return parts
					.filter((part) => {
						const box = part.getBoundingClientRect();
						return (
							part.scrollWidth > part.clientWidth + 1 ||
							box.left < outer.left - 1 ||
							box.right > outer.right + 1
						);
					})
					.map((part) => part.outerHTML);
			});
			expect(cut, name).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true);
			await page.close();
		}
	});
});
