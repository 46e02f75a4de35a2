/** The element works however a page loads it, and changes nothing of the page's own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScene, openState, stateNames } from './element-stage.ts';
import { launchChromium } from './shopper.ts';

const origin = 'https://shop.example';
const built = join(import.meta.dirname, '../../dist/public');

let browser: Browser;
beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser?.close());

async function open(html: string): Promise<{ page: Page; requests: string[]; troubles: string[] }> {
	const page = await browser.newPage();
	const requests: string[] = [];
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(String(error)));
	page.on('console', (message) => {
		if (/error|warning/.test(message.type())) troubles.push(message.text());
	});
	await page.route(`${origin}/**`, (route) => {
		const { pathname } = new URL(route.request().url());
		if (pathname === '/') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
		requests.push(pathname);
		return route.fulfill({ contentType: 'text/javascript', path: join(built, pathname) });
	});
	await page.goto(origin);
	return { page, requests, troubles };
}

const file = '/plaid-stripe-connect.js';
const pageOf = (head: string, body: string) =>
	`<!doctype html><html lang="en"><head><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
const tag = '<plaid-stripe-connect></plaid-stripe-connect>';

describe('the script registers the element', () => {
	it.each([
		['a module in the head', pageOf(`<script type="module" src="${file}"></script>`, tag)],
		['an async module in the head', pageOf(`<script async type="module" src="${file}"></script>`, tag)],
		['a module after the tag', pageOf('', `${tag}<script type="module" src="${file}"></script>`)],
		['import() of a classic script', pageOf(`<script>import('${file}')</script>`, tag)],
		[
			'a tag that a script adds after the page has loaded',
			pageOf(
				`<script>addEventListener('load', () => document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: '${file}' })))</script>`,
				tag,
			),
		],
		[
			'a preload, and two tags',
			pageOf(
				`<link rel="modulepreload" href="${file}"><script type="module" src="${file}"></script>`,
				`${tag}<script type="module" src="${file}"></script>`,
			),
		],
		[
			'a module before a tag that is made later',
			pageOf(
				`<script type="module" src="${file}"></script><script type="module">document.body.innerHTML = '${tag}'</script>`,
				'',
			),
		],
	])('by %s, once, with a clean console and no other request', async (_, html) => {
		const { page, requests, troubles } = await open(html);
		await page.locator('plaid-stripe-connect').getByRole('button', { name: 'Connect your bank' }).waitFor();
		await page.waitForLoadState('networkidle');
		expect(requests).toEqual([file]);
		expect(troubles).toEqual([]);
		await page.close();
	});
});

it('leaves the page’s globals, prototypes, cookies and storage alone, except for Lit’s four version lists', async () => {
	const { page } = await open(pageOf('', ''));
	const what = () =>
		page.evaluate(() => {
			const classes = [Object, Array, Promise, EventTarget, Node, Element, HTMLElement, Event, ShadowRoot];
			const describe = (prototype: object) =>
				Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(
					([name, { value, get }]) => `${name}: ${value ?? get}`,
				);
			return {
				globals: Object.getOwnPropertyNames(window).sort(),
				prototypes: classes.map(({ prototype }) => describe(prototype)),
				kept: [document.cookie, localStorage.length, sessionStorage.length],
				styles: [
					document.styleSheets.length,
					document.adoptedStyleSheets.length,
					document.body.style.cssText,
				],
			};
		});
	const before = await what();
	await page.addScriptTag({ type: 'module', url: file });
	await page.evaluate((tag) => {
		document.body.innerHTML = tag;
	}, tag);
	await page.locator('plaid-stripe-connect').getByRole('button').waitFor();
	const after = await what();
	expect(after.globals.filter((name) => !before.globals.includes(name))).toEqual([
		'litElementVersions',
		'litHtmlVersions',
		'litPropertyMetadata',
		'reactiveElementVersions',
	]);
	expect({ ...after, globals: [] }).toEqual({ ...before, globals: [] });
	await page.close();
});

it('neither listens to messages of other windows nor sends any', () => {
	const script = readFileSync(join(built, 'plaid-stripe-connect.js'), 'utf8');
	expect(script).toContain('link_tokens');
	expect(script).not.toMatch(/postMessage|["'`]message["'`],/);
});

it('is an inline block, and nothing overflows with any text spacing', async () => {
	for (const name of stateNames) {
		const page = await openState(browser, name, {
			attributes: 'style="letter-spacing: .12em; word-spacing: .16em; line-height: 1.5"',
			width: 360,
		});
		const seen = await page.locator('plaid-stripe-connect').evaluate((element) => ({
			display: getComputedStyle(element).display,
			cut: [...(element.shadowRoot?.querySelectorAll<HTMLElement>('button, p, a') ?? [])]
				.filter((part) => part.scrollWidth > part.clientWidth + 1)
				.map((part) => part.outerHTML),
		}));
		expect(seen, name).toEqual({ display: 'inline-block', cut: [] });
		await page.close();
	}
});

it('every control is at least 44 pixels high in every state', async () => {
	for (const name of stateNames) {
		const page = await openState(browser, name);
		const heights = await page
			.locator('plaid-stripe-connect')
			.evaluate((element) =>
				[...(element.shadowRoot?.querySelectorAll('button, a, input') ?? [])].map(
					(part) => part.getBoundingClientRect().height,
				),
			);
		expect(Math.min(44, ...heights), name).toBe(44);
		await page.close();
	}
});

it('animates the spinner, and nothing with prefers-reduced-motion', async () => {
	const moving = (reducedMotion: 'reduce' | 'no-preference') =>
		openScene(browser, { backend: { link_tokens: 'wait' }, colors: { reducedMotion } }).then(async (page) => {
			await page.locator('plaid-stripe-connect').getByRole('button').click();
			const count = await page
				.locator('plaid-stripe-connect')
				.evaluate(
					(element) =>
						element.shadowRoot?.getAnimations().filter((animation) => animation instanceof CSSAnimation)
							.length,
				);
			await page.close();
			return count;
		});
	expect([await moving('reduce'), await moving('no-preference')]).toEqual([0, 1]);
});
