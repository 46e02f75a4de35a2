/** The whole product for a file of tests, and for each test an empty sandbox and a window of its own. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type HeardEvent, hearEvents, launchChromium } from './shopper.ts';
import { type Stack, startStack } from './stack.ts';

export let stack: Stack;
export let browser: Browser;
export let context: BrowserContext;
export let page: Page;
/** What the element has told this page. */
export let heard: HeardEvent[];

/** To be called once, before hooks of the file's own: those find the window open. */
export function visitStack(options: BrowserContextOptions = {}): void {
	beforeAll(async () => {
		[stack, browser] = await Promise.all([startStack(), launchChromium()]);
	});
	afterAll(async () => {
		await browser?.close();
		await stack?.close();
	});
	beforeEach(async () => {
		await stack.startWorkerAgain();
		await stack.reset();
		context = await browser.newContext(options);
		page = await context.newPage();
		heard = await hearEvents(page);
	});
	afterEach(() => context?.close());
}
