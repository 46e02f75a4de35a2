/** `react-plaid-link`, as published, on the sandbox's Link script in the place of Plaid's. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LinkStage, startLinkStage } from './link-stage.ts';
import { connectBank, dialog, goTo, launchChromium } from './shopper.ts';

/** What `react-page.js` puts into the page. */
type ReactPage = {
	calls: { callback: string; args: unknown[] }[];
	mount(kind: 'hook' | 'button' | 'embedded', token: string, strict: boolean): void;
	setToken(token: string): void;
	exit(): void;
	unmount(): void;
};

const cdn = 'https://cdn.plaid.com';
let stage: LinkStage;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let script: string;

beforeAll(async () => {
	[stage, browser, script] = await Promise.all([startLinkStage(), launchChromium(), buildPage()]);
});
afterAll(async () => {
	await browser?.close();
	await stage?.close();
});

beforeEach(async () => {
	stage.sandbox.reset();
	context = await browser.newContext({ reducedMotion: 'reduce' });
	// Plaid's host is the sandbox: script, frame and Link's server alike.
	await context.route(`${cdn}/**`, async (route) => {
		const request = route.request();
		const body = request.postData();
		const response = await stage.sandbox.fetch(request.url(), {
			method: request.method(),
			headers: await request.allHeaders().then(({ origin, 'content-type': type }) => ({
				...(origin ? { origin } : {}),
				...(type ? { 'content-type': type } : {}),
			})),
			...(body === null ? {} : { body }),
		});
		await route.fulfill({
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: Buffer.from(await response.arrayBuffer()),
		});
	});
	page = await context.newPage();
	await page.goto(stage.page);
	await page.evaluate(() => {
		const root = document.createElement('div');
		root.id = 'root';
		document.body.append(root);
	});
	await page.addScriptTag({ content: script });
});
afterEach(() => context.close());

const mount = async (kind: Parameters<ReactPage['mount']>[0], strict = false) =>
	page.evaluate(
		([kind, token, strict]) => (window as unknown as { react: ReactPage }).react.mount(kind, token, strict),
		[kind, await stage.createToken(), strict] as const,
	);
const act = (action: 'exit' | 'unmount') =>
	page.evaluate((action) => (window as unknown as { react: ReactPage }).react[action](), action);
const setToken = (token: string) =>
	page.evaluate((token) => (window as unknown as { react: ReactPage }).react.setToken(token), token);
const called = (callback: string) =>
	page.evaluate(
		(name) =>
			(window as unknown as { react: ReactPage }).react.calls.filter(({ callback }) => callback === name),
		callback,
	);
const until = (callback: string, times = 1) =>
	vi.waitFor(async () => expect(await called(callback)).toHaveLength(times), { timeout: 10_000 });
const leftovers = () =>
	page.evaluate(() => ({
		frames: document.querySelectorAll('iframe').length,
		styles: document.querySelectorAll('style').length,
		body: document.body.getAttribute('style'),
	}));
const nothing = { frames: 0, styles: 0, body: null };
const isGone = () => vi.waitFor(async () => expect(await leftovers()).toEqual(nothing), { timeout: 10_000 });
/** The button of the package does nothing until its script has come. */
const connect = async () => {
	await page.locator('iframe').waitFor({ state: 'attached' });
	await page.locator('#root').getByRole('button', { name: 'Connect' }).click();
};

describe.each(['hook', 'button'] as const)('react-plaid-link’s %s', (kind) => {
	it.each([false, true])('hands over an account, strict mode %s, and leaves nothing', async (strict) => {
		await mount(kind, strict);
		await connect();
		await connectBank(page);
		await until('onSuccess');
		expect((await called('onSuccess'))[0]?.args[0]).toMatch(/^public-sandbox-/);
		await act('unmount');
		await isGone();
	});

	it('tells that the shopper has left', async () => {
		await mount(kind);
		await connect();
		await goTo(page, 'credentials');
		await dialog(page).getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([null, { status: 'requires_credentials' }]);
	});

	it('tells of a link token that is no good', async () => {
		await mount(kind);
		await vi.waitFor(async () => expect((await leftovers()).frames).toBe(1));
		await stage.sandbox.clock.advance('5h');
		await connect();
		await until('onExit');
		expect((await called('onExit'))[0]?.args[0]).toMatchObject({ error_code: 'INVALID_LINK_TOKEN' });
	});

	it('goes on with another token', async () => {
		await mount(kind);
		await vi.waitFor(async () => expect((await leftovers()).frames).toBe(1));
		await setToken(await stage.createToken({ client_name: 'Another shop' }));
		await vi.waitFor(async () => expect((await leftovers()).frames).toBe(1));
		await connect();
		await dialog(page).getByRole('heading', { name: 'Connect a bank account to Another shop' }).waitFor();
	});

	it('that is unmounted in mid-flow leaves nothing', async () => {
		await mount(kind);
		await connect();
		await goTo(page, 'credentials');
		await act('unmount');
		await isGone();
		expect(await called('onExit')).toHaveLength(1);
	});
});

it('the hook’s exit ends Link at once', async () => {
	await mount('hook');
	await connect();
	await goTo(page, 'accounts');
	await act('exit');
	await until('onExit');
	expect((await leftovers()).body).toBeNull();
});

it.each([false, true])('the embedded search hands over an account, strict mode %s', async (strict) => {
	await mount('embedded', strict);
	const search = page.frameLocator('#root iframe');
	await search.getByRole('button', { name: 'First Platypus Bank', exact: true }).click();
	const link = dialog(page);
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Fill in' }).click();
	await link.getByRole('button', { name: 'Submit' }).click();
	await link.getByRole('radio').first().check();
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Finish' }).click();
	await until('onSuccess');
	await act('unmount');
	await isGone();
});

/** The page as one classic script. */
async function buildPage(): Promise<string> {
	const outDir = await mkdtemp(join(tmpdir(), 'react-'));
	await build({
		configFile: false,
		logLevel: 'error',
		publicDir: false,
		define: { 'process.env.NODE_ENV': '"development"' },
		build: {
			outDir,
			minify: false,
			lib: {
				entry: join(import.meta.dirname, 'react-page.js'),
				formats: ['iife'],
				name: 'reactPage',
				fileName: () => 'page.js',
			},
		},
	});
	const built = await readFile(join(outDir, 'page.js'), 'utf8');
	await rm(outDir, { recursive: true });
	return built;
}
