/** The element in every status, as axe, a keyboard and someone with colours of their own meet it. */

import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/element.ts';
import { launchChromium } from './shopper.ts';

const origin = 'https://shop.example';
const built = join(import.meta.dirname, '../../dist/public');
const linkDouble = stripTypeScriptTypes(
	readFileSync(join(import.meta.dirname, '../widget/link-double.ts'), 'utf8'),
);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser?.close());

/** How the backend answers: at once, never, or with a failure. */
type Backend = { link_tokens: 'answer' | 'wait' | 'fail'; bank_account_tokens: 'answer' | 'wait' };

async function open(
	attributes: string,
	backend: Partial<Backend> = {},
	colors: Parameters<Page['emulateMedia']>[0] = {},
) {
	const page = await browser.newPage({ viewport: { width: 800, height: 500 } });
	await page.emulateMedia({ reducedMotion: 'reduce', ...colors });
	await page.route(`${origin}/**`, (route) => {
		const { pathname } = new URL(route.request().url());
		if (pathname === '/link.js') return route.fulfill({ contentType: 'text/javascript', body: linkDouble });
		if (pathname.endsWith('.js'))
			return route.fulfill({ contentType: 'text/javascript', path: join(built, pathname) });
		if (!pathname.startsWith('/v1/'))
			return route.fulfill({
				contentType: 'text/html; charset=utf-8',
				body: `<!doctype html><html lang="en" style="color-scheme: light dark; background: Canvas; color: CanvasText"><title>Shop</title><link rel="icon" href="data:,">
					<script type="module" src="/plaid-stripe-connect.js"></script>
					<main><h1>Checkout</h1><form><a href="#before">Before</a> <plaid-stripe-connect link-script="/link.js" ${attributes}></plaid-stripe-connect>
					<a href="#after">After</a></form></main></html>`,
			});
		const name = pathname.slice(4) as keyof Backend;
		if (backend[name] === 'wait') return;
		if (backend[name] === 'fail')
			return route.fulfill({
				status: 503,
				json: {
					error: {
						code: 'plaid_unavailable',
						message: '',
						display_message: null,
						retryable: false,
						request_id: 'req_1',
					},
				},
			});
		return route.fulfill({
			json:
				name === 'link_tokens'
					? { link_token: 'link-sandbox-1', expiration: '2999-01-01T00:00:00Z', request_id: 'req_1' }
					: {
							connection: 'conn_1',
							bank_account_token: 'btok_1',
							account: {
								id: 'acc_1',
								name: 'Plaid Checking',
								mask: '0000',
								type: 'depository',
								subtype: 'checking',
							},
							institution: { id: 'ins_1', name: 'First Platypus Bank' },
							livemode: false,
							request_id: 'req_2',
						},
		});
	});
	await page.goto(origin);
	await page.locator('plaid-stripe-connect [part=box]').waitFor();
	return page;
}

const reaches = (page: Page, status: string) =>
	page.waitForFunction((status) => document.querySelector('plaid-stripe-connect')?.status === status, status);
const press = (page: Page) => page.locator('plaid-stripe-connect').getByRole('button').first().press('Enter');
const choose = (page: Page) =>
	page.evaluate(() =>
		(
			window as unknown as {
				linkSessions: { config: { onSuccess(token: string, metadata: unknown): void } }[];
			}
		).linkSessions
			.at(-1)
			?.config.onSuccess('public-sandbox-1', { accounts: [] }),
	);

/** How to bring a page into every state that a shopper can meet. */
const states: Record<
	string,
	{ attributes?: string; backend?: Partial<Backend>; go?: (page: Page) => Promise<unknown> }
> = {
	'at rest': {},
	hovered: { backend: { link_tokens: 'wait' }, go: (page) => page.locator('plaid-stripe-connect').hover() },
	focused: {
		backend: { link_tokens: 'wait' },
		go: (page) => page.keyboard.press('Tab').then(() => page.keyboard.press('Tab')),
	},
	disabled: { attributes: 'disabled' },
	loading: { backend: { link_tokens: 'wait' }, go: press },
	ready: { attributes: 'preload="eager"', go: (page) => reaches(page, 'ready') },
	open: { go: (page) => press(page).then(() => reaches(page, 'open')) },
	exchanging: {
		backend: { bank_account_tokens: 'wait' },
		go: async (page) => {
			await press(page);
			await reaches(page, 'open');
			await choose(page);
			await reaches(page, 'exchanging');
		},
	},
	connected: {
		go: async (page) => {
			await press(page);
			await reaches(page, 'open');
			await choose(page);
			await reaches(page, 'connected');
		},
	},
	failed: { backend: { link_tokens: 'fail' }, go: (page) => press(page).then(() => reaches(page, 'failed')) },
	invalid: {
		attributes: 'required',
		backend: { link_tokens: 'wait' },
		go: (page) => page.locator('form').evaluate((form: HTMLFormElement) => form.requestSubmit()),
	},
	embedded: { attributes: 'embedded', go: (page) => reaches(page, 'ready') },
};

describe.each([
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
	['forced colours', { forcedColors: 'active' }],
	['forced colours, dark', { forcedColors: 'active', colorScheme: 'dark' }],
] as const)('in %s', (_, colors) => {
	it.each(Object.keys(states))('axe finds nothing while it is %s', async (name) => {
		const { attributes = '', backend, go } = states[name] as (typeof states)[string];
		const page = await open(attributes, backend, colors);
		await go?.(page);
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
					// Forced colours are the browser's choice, and axe reads some of them as they were before it.
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

describe('in forced colours', () => {
	it('the button has the system’s colours, and every state its edges: a border, the card’s outline, the focus', async () => {
		const page = await open('', {}, { forcedColors: 'active' });
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
		await states.connected?.go?.(page);
		expect((await border('box')).style).toBe('solid');
		await page.close();
	});
});

describe('by the keyboard alone', () => {
	it.each(['Enter', 'Space'])(
		'%s opens Link; the order of the focus is the page’s, and it comes back',
		async (key) => {
			const page = await open('');
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

describe('in other measures', () => {
	it.each([
		['text at twice the size', 'style="font-size: 200%"', 800],
		['400 % zoom', '', 200],
		['right to left', 'dir="rtl"', 320],
	])('%s cuts nothing off and overlaps nothing', async (_, attributes, width) => {
		for (const name of ['at rest', 'connected', 'failed']) {
			const { backend, go } = states[name] as (typeof states)[string];
			const page = await open(attributes, backend);
			await page.setViewportSize({ width, height: 500 });
			await go?.(page);
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
