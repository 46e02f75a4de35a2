/** The element in every state, on sheets: light, dark and forced colours; and in other measures. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openState, type Scene, type StateName } from '../../test/e2e/element-stage.ts';
import type { Stack } from '../../test/e2e/stack.ts';
import { withPalette } from './palette.ts';

/** Everything is drawn twice as fine as it is shown. */
const scale = 2;
/** Around the element, where its outlines are. */
const margin = 8;
const seen: StateName[] = [
	'idle',
	'hovered',
	'focused',
	'pressed',
	'loading',
	'open',
	'exchanging',
	'connected',
	'failed',
	'disabled',
	'invalid',
	'asked for a name',
	'authorizing',
	'authorized',
];
const schemes: Record<string, Scene['colors']> = {
	light: { colorScheme: 'light' },
	dark: { colorScheme: 'dark' },
	'forced-colors': { colorScheme: 'dark', forcedColors: 'active' },
};
/** Of the page, nothing but the element is to be seen. */
const style =
	'body > iframe, h1 { display: none } a { position: absolute; inset-inline-start: -99rem } form { padding: 8px }';
const longLabel = 'Connect the bank account from which you would like to pay the rent every month';
const measures: [caption: string, StateName, Scene][] = [
	['narrow, 180 px', 'idle', { width: 220 }],
	['narrow, connected', 'connected', { width: 220 }],
	['narrow, failed', 'failed', { width: 220 }],
	['a long label', 'idle', { content: longLabel }],
	['a long label, narrow', 'idle', { content: longLabel, width: 220 }],
	['text at 200 %', 'idle', { attributes: 'style="font-size: 200%"' }],
	['text at 200 %, connected', 'connected', { attributes: 'style="font-size: 200%"' }],
	['text at 200 %, failed', 'failed', { attributes: 'style="font-size: 200%"' }],
	['authorizing, narrow', 'authorizing', { attributes: 'style="width: 280px"' }],
	['right to left', 'connected', { attributes: 'dir="rtl"' }],
	['in German', 'failed', { attributes: 'language="de"' }],
	[
		'in colours of the page',
		'connected',
		{
			attributes:
				'style="--psc-accent: #2f4a3c; --psc-surface: #fffdf9; --psc-border: #8b8d80; --psc-radius: 999px; font-family: serif"',
		},
	],
	['as wide as the page', 'connected', { attributes: 'style="width: 100%"', width: 1264 }],
];

type Cell = { caption: string; picture: Buffer; width: number };

export async function drawElement(browser: Browser, stack: Stack, folder: string): Promise<void> {
	for (const [scheme, colors = {}] of Object.entries(schemes)) {
		const cells: Cell[] = [];
		for (const name of seen) {
			const page = await openState(browser, name, { colors, style, scale });
			cells.push(await cellOf(name, page));
		}
		cells.push(await cellOf('embedded', await openSearch(browser, stack, colors)));
		await sheet(browser, cells, colors, join(folder, `element-${scheme}.png`));
	}
	const cells: Cell[] = [];
	for (const [caption, name, scene] of measures) {
		cells.push(await cellOf(caption, await openState(browser, name, { width: 520, ...scene, style, scale })));
	}
	await sheet(browser, cells, { colorScheme: 'light' }, join(folder, 'element-measures.png'));
}

/** The sandbox's bank search, in a page of the shop's origin. */
async function openSearch(browser: Browser, stack: Stack, colors: NonNullable<Scene['colors']>) {
	const context = await browser.newContext({
		permissions: ['local-network-access'],
		viewport: { width: 800, height: 500 },
		deviceScaleFactor: scale,
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	await page.emulateMedia({ reducedMotion: 'reduce', ...colors });
	const url = `${stack.shopUrl}/bank-search`;
	await page.route(url, (route) =>
		route.fulfill({
			contentType: 'text/html; charset=utf-8',
			body: `<!doctype html><html lang="en" style="color-scheme: light dark; background: Canvas; font-family: system-ui, sans-serif; padding: 16px"><link rel="icon" href="data:,">
				<script type="module" src="${stack.backendUrl}/plaid-stripe-connect.js"></script>
				<plaid-stripe-connect embedded link-script="${stack.sandboxUrl}/link/v2/stable/link-initialize.js"></plaid-stripe-connect>`,
		}),
	);
	await page.goto(url);
	await page
		.frameLocator('plaid-stripe-connect iframe')
		.getByRole('button', { name: 'First Platypus Bank', exact: true })
		.waitFor();
	return page;
}

/** What is seen of the element, Link's own frame aside. */
async function cellOf(caption: string, page: Page): Promise<Cell> {
	const box = await page.locator('plaid-stripe-connect').boundingBox();
	if (!box) throw new Error(`The element is not to be seen: ${caption}.`);
	const clip = {
		x: box.x - margin,
		y: box.y - margin,
		width: box.width + 2 * margin,
		height: box.height + 2 * margin,
	};
	const picture = await page.screenshot({ clip });
	await page.close();
	return { caption, picture, width: clip.width };
}

/** One picture of them all, laid out by the browser that is there anyway. */
async function sheet(
	browser: Browser,
	cells: Cell[],
	colors: NonNullable<Scene['colors']>,
	path: string,
): Promise<void> {
	const page = await browser.newPage({ viewport: { width: 1296, height: 400 }, deviceScaleFactor: scale });
	await page.emulateMedia(colors);
	const figures = cells.map(
		({ caption, picture, width }) =>
			`<figure${width > 400 ? ' class="wide"' : ''}><img width="${width}" src="data:image/png;base64,${picture.toString('base64')}"><figcaption>${caption}</figcaption></figure>`,
	);
	await page.setContent(
		`<!doctype html><html style="color-scheme: light dark; background: Canvas; color: CanvasText"><style>
		body { margin: 0; padding: 16px; columns: 3; column-gap: 32px }
		figure { margin: 0; padding-bottom: 20px; break-inside: avoid }
		.wide { column-span: all }
		figcaption { margin-inline: ${margin}px; font: 13px sans-serif; opacity: .75 }
		img { display: block }
		</style>${figures.join('')}`,
	);
	writeFileSync(path, withPalette(await page.screenshot({ fullPage: true })));
	await page.close();
}
