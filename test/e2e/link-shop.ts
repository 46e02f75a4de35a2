/** A merchant's page with Link in it, in Chromium, for the tests of Link alone. */
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { type LinkStage, startLinkStage } from './link-stage.ts';
import { dialog, launchChromium } from './shopper.ts';

/** What a handler's callbacks were called with, in order. */
export type Call = { handler: string; callback: string; args: unknown[] };
/** Of an event, an exit or a success. */
export type Metadata = { link_session_id: string; error_code?: string | null };
/** What the tests put into the page: handlers by name, and what they called. */
export type Shop = {
	handlers: Record<HandlerName, { open(): void; exit(options?: { force?: boolean }): void; destroy(): void }>;
	calls: Call[];
};
type HandlerName = 'main' | 'first' | 'second';

export let stage: LinkStage;
let browser: Browser;
let context: BrowserContext;
export let page: Page;
export let link: FrameLocator;
/** Warnings and errors of page and frame. */
export let complaints: string[];

/** Each test gets a fresh page of the shop with Link's script in it, and a sandbox that holds nothing. */
export function visitLinkShop(): void {
	beforeAll(async () => {
		[stage, browser] = await Promise.all([startLinkStage(), launchChromium()]);
	});
	afterAll(async () => {
		await browser?.close();
		await stage?.close();
	});
	beforeEach(async () => {
		stage.sandbox.reset();
		context = await browser.newContext({ reducedMotion: 'reduce' });
		page = await context.newPage();
		link = dialog(page);
		complaints = [];
		page.on('console', (message) => {
			if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
		});
		page.on('pageerror', ({ message }) => complaints.push(message));
		await page.goto(stage.page);
		await page.addScriptTag({ url: stage.script });
	});
	afterEach(async () => {
		stage.setReachable(true);
		stage.setPolicy(null);
		await context.close();
	});
}

/** `Plaid.create` in the page; its callbacks are noted. */
export async function create(token: string, handler: HandlerName = 'main') {
	await page.evaluate(
		([token, handler]) => {
			const shop = window as unknown as Shop & {
				Plaid: { create(config: object): Shop['handlers']['main'] };
			};
			shop.handlers ??= {} as Shop['handlers'];
			shop.calls ??= [];
			const note =
				(callback: string) =>
				(...args: unknown[]) =>
					void shop.calls.push({ handler, callback, args });
			shop.handlers[handler] = shop.Plaid.create({
				token,
				onLoad: note('onLoad'),
				onEvent: note('onEvent'),
				onExit: note('onExit'),
				onSuccess: note('onSuccess'),
				somethingElse: true,
			});
		},
		[token, handler] as const,
	);
}

export const act = (
	action: 'open' | 'exit' | 'destroy',
	handler: HandlerName = 'main',
	options?: { force: boolean },
) =>
	page.evaluate(
		([action, handler, options]) => (window as unknown as Shop).handlers[handler]?.[action](options),
		[action, handler, options] as const,
	);
export const calls = () => page.evaluate(() => (window as unknown as Shop).calls);
export const called = async (callback: string) =>
	(await calls()).filter((call) => call.callback === callback);
export const until = (callback: string, times = 1) =>
	vi.waitFor(async () => expect(await called(callback)).toHaveLength(times), { timeout: 10_000 });

/** What Link puts into a page, all of it. */
export const traces = () =>
	page.evaluate(() => ({
		frames: document.querySelectorAll('iframe').length,
		styles: document.querySelectorAll('style').length,
		body: document.body.getAttribute('style'),
		children: document.body.children.length,
	}));
export const nothing = { frames: 0, styles: 0, body: null, children: 2 };

export async function openLink() {
	await create(await stage.createToken());
	await act('open');
	await link.getByRole('button', { name: 'Continue' }).waitFor();
}
